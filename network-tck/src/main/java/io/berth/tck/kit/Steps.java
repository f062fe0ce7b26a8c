package io.berth.tck.kit;

import io.berth.spi.Key;
import io.berth.spi.Step;
import io.berth.spi.Urgency;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the kit reads of a step. */
final class Steps {
    private Steps() {}

    static <C, F> Optional<Step.Act<C, F>> act(Step<C, F> step) {
        return step instanceof Step.Act<C, F> act ? Optional.of(act) : Optional.empty();
    }

    /** Its name for messages. */
    static String name(Step.Act<?, ?> act) {
        return act.command().action();
    }

    static Set<Key> touches(Step.Act<?, ?> act) {
        return act.command().touches();
    }

    static boolean letsIn(Step<?, ?> step) {
        return act(step)
                .filter(act -> act.urgency() == Urgency.BIND || act.urgency() == Urgency.FINISH)
                .isPresent();
    }

    /** The parts that say what is done, to whom, and where. */
    static List<Object> meaning(Step<?, ?> step) {
        return act(step)
                .<List<Object>>map(act -> List.of(act.lane(), act.urgency(), act.command(), act.evicts()))
                .orElseGet(() -> List.of(step));
    }
}
