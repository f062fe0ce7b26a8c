package io.berth.plugin.hostport;

import static java.util.Objects.requireNonNull;

import io.berth.spi.IpAddress;
import io.berth.spi.IpAddress.Family;
import io.berth.spi.NodeAddress;
import io.berth.spi.NodeView;
import io.berth.spi.config.BadValueException;
import io.berth.spi.config.Excerpt;
import io.berth.spi.config.ValueType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One place where a node's address may stand. */
sealed interface AddressSource {
    /** The address, if the node has a usable one here. */
    Optional<String> of(NodeView node);

    /** The kinds of address that Kubernetes knows. */
    enum Kind {
        EXTERNAL_DNS("ExternalDNS", false),
        EXTERNAL_IP("ExternalIP", true),
        INTERNAL_DNS("InternalDNS", false),
        INTERNAL_IP("InternalIP", true),
        HOSTNAME("Hostname", false);

        private final String text;
        private final boolean ip;

        Kind(String text, boolean ip) {
            this.text = text;
            this.ip = ip;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** Of several addresses of one kind. */
    enum Which {
        FIRST,
        LAST
    }

    /** Addresses of one kind in the node's status. */
    record OfKind(Kind kind, Which which, Optional<Family> family) implements AddressSource {
        public OfKind {
            requireNonNull(kind, "kind is null");
            requireNonNull(which, "which is null");
            requireNonNull(family, "family is null");
        }

        @Override
        public Optional<String> of(NodeView node) {
            List<String> usable = node.addresses().stream()
                    .filter(address -> address.type().equals(kind.text))
                    .map(NodeAddress::value)
                    .filter(this::isUsable)
                    .toList();
            return usable.isEmpty()
                    ? Optional.empty()
                    : Optional.of(usable.get(which == Which.FIRST ? 0 : usable.size() - 1));
        }

        private boolean isUsable(String value) {
            return kind.ip
                    ? IpAddress.parse(value)
                            .filter(ip -> family.isEmpty() || family.get() == ip.family())
                            .isPresent()
                    : isDnsName(value);
        }

        @Override
        public String toString() {
            return kind.text
                    + (which == Which.LAST ? ":last" : "")
                    + family.map(only -> only == Family.IPV4 ? ":IPv4" : ":IPv6")
                            .orElse("");
        }
    }

    /** The value of an annotation or a label of the node. */
    record Named(boolean label, String key) implements AddressSource {
        public Named {
            requireNonNull(key, "key is null");
        }

        @Override
        public Optional<String> of(NodeView node) {
            Map<String, String> values = label ? node.labels() : node.annotations();
            return Optional.ofNullable(values.get(key))
                    .map(String::strip)
                    .filter(value -> IpAddress.parse(value).isPresent() || isDnsName(value));
        }

        @Override
        public String toString() {
            return (label ? "label:" : "annotation:") + key;
        }
    }

    /** A text of digits and dots alone is a broken IP, not a name. */
    private static boolean isDnsName(String value) {
        return value.length() <= 253
                && DnsName.TEXT.matcher(value).matches()
                && !DnsName.DIGITS.matcher(value).matches();
    }

    static ValueType<AddressSource> type() {
        String kinds = Arrays.stream(Kind.values()).map(Kind::toString).collect(Collectors.joining(", "));
        String expects = "one of %s, annotation:<key> or label:<key>".formatted(kinds);
        return new ValueType<>(expects, text -> parse(text, expects));
    }

    private static AddressSource parse(String text, String expects) {
        String[] parts = text.split(":", -1);
        if (parts[0].equals("annotation") || parts[0].equals("label")) {
            if (parts.length != 2 || parts[1].isBlank()) {
                throw new BadValueException(
                        "%s names no key; write %s:<key>".formatted(Excerpt.quoted(text), parts[0]));
            }
            return new Named(parts[0].equals("label"), parts[1].strip());
        }
        Kind kind = Arrays.stream(Kind.values())
                .filter(known -> known.text.equals(parts[0]))
                .findFirst()
                .orElseThrow(() -> new BadValueException(
                        "%s is no kind of address; give %s".formatted(Excerpt.quoted(parts[0]), expects)));
        Optional<Which> which = Optional.empty();
        Optional<String> family = Optional.empty();
        for (String part : List.of(parts).subList(1, parts.length)) {
            boolean isWhich = part.equals("first") || part.equals("last");
            boolean isFamily = kind.ip && (part.equals("IPv4") || part.equals("IPv6") || part.equals("any"));
            if ((!isWhich && !isFamily) || (isWhich && which.isPresent()) || (isFamily && family.isPresent())) {
                throw new BadValueException("%s cannot have %s; add :first or :last%s, each once"
                        .formatted(
                                Excerpt.quoted(text),
                                Excerpt.quoted(":" + part),
                                kind.ip ? " and :IPv4, :IPv6 or :any" : ""));
            }
            if (isWhich) {
                which = Optional.of(part.equals("first") ? Which.FIRST : Which.LAST);
            } else {
                family = Optional.of(part);
            }
        }
        return new OfKind(
                kind,
                which.orElse(Which.FIRST),
                family.filter(name -> !name.equals("any"))
                        .map(name -> name.equals("IPv4") ? Family.IPV4 : Family.IPV6));
    }

    /** How a DNS name is written. */
    final class DnsName {
        private static final String LABEL = "[A-Za-z0-9](?:[-A-Za-z0-9]{0,61}[A-Za-z0-9])?";
        private static final Pattern TEXT = Pattern.compile("(?:%s\\.)*%s\\.?".formatted(LABEL, LABEL));
        private static final Pattern DIGITS = Pattern.compile("[0-9.]+");

        private DnsName() {}
    }
}
