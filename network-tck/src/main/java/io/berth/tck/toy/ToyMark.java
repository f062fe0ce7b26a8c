package io.berth.tck.toy;

import static java.util.Objects.requireNonNull;

import io.berth.spi.Identity;
import io.berth.spi.PodRef;
import io.berth.spi.Protocol;
import java.util.Locale;
import java.util.Optional;

/**
 * The text by which a thing at the far side proves that it is ours, and whose it is: {@code
 * berth/cluster/operator[/namespace/name/uid[/tcp/7000]]}. A listener has the short form, a backend names its pod, a
 * group its pod and port.
 */
public record ToyMark(Identity identity, Optional<PodRef> holder, Optional<Line> line) {
    /** The listener that a group was made for. */
    public record Line(Protocol protocol, int number) {
        public Line {
            requireNonNull(protocol, "protocol is null");
        }
    }

    public ToyMark {
        requireNonNull(identity, "identity is null");
        requireNonNull(holder, "holder is null");
        requireNonNull(line, "line is null");
    }

    public static ToyMark of(Identity identity) {
        return new ToyMark(identity, Optional.empty(), Optional.empty());
    }

    public static ToyMark of(Identity identity, PodRef holder) {
        return new ToyMark(identity, Optional.of(holder), Optional.empty());
    }

    public static ToyMark of(Identity identity, PodRef holder, Line line) {
        return new ToyMark(identity, Optional.of(holder), Optional.of(line));
    }

    /** Empty where the text is nobody's mark. */
    public static Optional<ToyMark> parse(String text) {
        String[] parts = text.split("/", -1);
        if (!parts[0].equals("berth") || (parts.length != 3 && parts.length != 6 && parts.length != 8)) {
            return Optional.empty();
        }
        Identity identity = new Identity(parts[1], parts[2]);
        if (parts.length == 3) {
            return Optional.of(of(identity));
        }
        PodRef holder = new PodRef(parts[3], parts[4], parts[5]);
        if (parts.length == 6) {
            return Optional.of(of(identity, holder));
        }
        try {
            Protocol protocol = Protocol.valueOf(parts[6].toUpperCase(Locale.ROOT));
            return Optional.of(of(identity, holder, new Line(protocol, Integer.parseInt(parts[7]))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The mark, if it is this identity's. */
    public static Optional<ToyMark> parse(String text, Identity ours) {
        return parse(text).filter(mark -> mark.identity().equals(ours));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("berth/")
                .append(identity.clusterId())
                .append('/')
                .append(identity.operatorId());
        holder.ifPresent(pod -> text.append('/').append(pod));
        line.ifPresent(l -> text.append('/')
                .append(l.protocol().name().toLowerCase(Locale.ROOT))
                .append('/')
                .append(l.number()));
        return text.toString();
    }
}
