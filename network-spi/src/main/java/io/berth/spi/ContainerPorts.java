package io.berth.spi;

import static java.util.Objects.requireNonNull;

import io.berth.spi.config.BadValueException;
import io.berth.spi.config.Excerpt;
import io.berth.spi.config.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Ports of one container as OpenKruiseGame writes them: {@code game:80,81/UDP}. What stands between the commas is the
 * plugin's own; most begin as {@link PortText} does.
 */
public record ContainerPorts<T>(String container, List<T> ports) {
    public ContainerPorts {
        requireNonNull(container, "container is null");
        ports = List.copyOf(ports);
    }

    /**
     * @param expects one element, for messages and the reference: {@code port[/protocol]}
     * @param element reads one element: of the container, the text without blanks around it
     */
    public static <T> ValueType<ContainerPorts<T>> of(String expects, BiFunction<String, String, T> element) {
        String all = "container:port, with more ports after commas, each " + expects;
        return new ValueType<>(all, text -> {
            int colon = text.indexOf(':');
            String container = colon < 0 ? "" : text.substring(0, colon).strip();
            if (container.isEmpty()) {
                throw new BadValueException(
                        "%s names no container; write it as game:80".formatted(Excerpt.quoted(text)));
            }
            List<T> ports = new ArrayList<>();
            List<String> problems = new ArrayList<>();
            for (String part : text.substring(colon + 1).split(",", -1)) {
                try {
                    if (part.isBlank()) {
                        throw new BadValueException("an empty port (container %s); write %s:80,81"
                                .formatted(Excerpt.quoted(container), Excerpt.of(container)));
                    }
                    ports.add(element.apply(container, part.strip()));
                } catch (BadValueException e) {
                    problems.addAll(e.problems());
                }
            }
            if (!problems.isEmpty()) {
                throw new BadValueException(problems);
            }
            return new ContainerPorts<>(container, ports);
        });
    }
}
