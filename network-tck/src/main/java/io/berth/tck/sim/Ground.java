package io.berth.tck.sim;

import io.berth.runtime.AnnotationKeys;
import io.berth.runtime.EngineSettings;

/** What everybody in the simulation stands on. */
record Ground(
        VirtualTime time,
        Chance chance,
        Trace trace,
        ApiServer api,
        FarSide far,
        EngineSettings settings,
        Notes notes) {
    AnnotationKeys keys() {
        return settings.keys();
    }

    long now() {
        return time.nanos();
    }
}
