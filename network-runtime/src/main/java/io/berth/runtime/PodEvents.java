package io.berth.runtime;

import io.berth.spi.PodRef;
import io.berth.spi.Reason;

/** Warnings for people, on the pod. Must not block for long and must not throw; may drop repetitions. */
public interface PodEvents {
    void warning(PodRef pod, Reason reason, String message);
}
