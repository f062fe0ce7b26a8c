package io.berth.spi;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What a pod needs in it when it is created. */
public sealed interface Admission {
    /**
     * A port of a container.
     *
     * @param replaces the declared port that it takes the place of; empty: it is added
     */
    record PortEdit(String container, Optional<ContainerPort> replaces, ContainerPort port) {
        public PortEdit {
            requireNonNull(container, "container is null");
            requireNonNull(replaces, "replaces is null");
            requireNonNull(port, "port is null");
        }
    }

    /** The pod goes in as it is. */
    record None() implements Admission {
        @Override
        public <R> R fold(Function<None, R> none, Function<Edit, R> edit, Function<Refused, R> refused) {
            return none.apply(this);
        }
    }

    /** The pod is changed; the numbers count as used until the pod is seen or half a minute has passed. */
    record Edit(List<PortEdit> ports, Map<String, String> annotations) implements Admission {
        public Edit {
            ports = List.copyOf(ports);
            annotations = Map.copyOf(annotations);
        }

        @Override
        public <R> R fold(Function<None, R> none, Function<Edit, R> edit, Function<Refused, R> refused) {
            return edit.apply(this);
        }
    }

    /** The parameters cannot be served: all problems at once. Whether the pod is let in is the network type's setting. */
    record Refused(Reason reason, List<String> problems) implements Admission {
        public Refused {
            requireNonNull(reason, "reason is null");
            problems = List.copyOf(problems);
        }

        @Override
        public <R> R fold(Function<None, R> none, Function<Edit, R> edit, Function<Refused, R> refused) {
            return refused.apply(this);
        }
    }

    static Admission none() {
        return new None();
    }

    <R> R fold(Function<None, R> none, Function<Edit, R> edit, Function<Refused, R> refused);
}
