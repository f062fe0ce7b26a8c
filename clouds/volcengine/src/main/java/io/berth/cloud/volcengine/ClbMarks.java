package io.berth.cloud.volcengine;

import static java.util.Objects.requireNonNull;

import io.berth.spi.Identity;
import io.berth.spi.NetworkException;
import io.berth.spi.Occupant;
import io.berth.spi.cloud.loadbalancer.Front;
import io.berth.spi.cloud.loadbalancer.SlotMark;
import io.berth.spi.cloud.loadbalancer.Transport;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How our things are marked: listeners and groups by tags, which Volcengine takes when they are made; backends, which
 * have no tags, by their description.
 */
final class ClbMarks {
    private static final String CLUSTER = "berth-cluster";
    private static final String OPERATOR = "berth-operator";
    private static final String FRONT = "berth-front";
    private static final String SHAPE = "berth-shape";
    private static final Pattern FRONT_TEXT = Pattern.compile("(tcp|udp)-([1-9][0-9]{0,4})");
    private static final int LONGEST_DESCRIPTION = 255;

    private final Identity identity;
    private final String prefix;

    ClbMarks(Identity identity) {
        this.identity = requireNonNull(identity, "identity is null");
        this.prefix = "berth-" + hash(identity) + "-";
    }

    /** Twelve digits: a backend has no room for the identity itself. */
    private static String hash(Identity identity) {
        String text = identity.clusterId() + '\n' + identity.operatorId();
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sum, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    Map<String, String> tags(SlotMark mark) {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put(CLUSTER, identity.clusterId());
        tags.put(OPERATOR, identity.operatorId());
        tags.put(FRONT, front(mark.front()));
        tags.put(SHAPE, mark.shape());
        return tags;
    }

    /** Empty where the tags are not all there, or another's. */
    Optional<SlotMark> mark(Map<String, String> tags) {
        String shape = tags.getOrDefault(SHAPE, "");
        if (!identity.clusterId().equals(tags.get(CLUSTER))
                || !identity.operatorId().equals(tags.get(OPERATOR))
                || shape.isEmpty()) {
            return Optional.empty();
        }
        return front(tags.getOrDefault(FRONT, "")).map(front -> new SlotMark(front, shape));
    }

    /** For people. */
    static String name(Front front) {
        return "berth-" + front(front);
    }

    private static String front(Front front) {
        return front.transport().name().toLowerCase(Locale.ROOT) + "-" + front.number();
    }

    private static Optional<Front> front(String text) {
        Matcher matcher = FRONT_TEXT.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > 65_535) {
            return Optional.empty();
        }
        return Optional.of(new Front(
                Transport.valueOf(matcher.group(1).toUpperCase(Locale.ROOT)), Integer.parseInt(matcher.group(2))));
    }

    /** Of a backend. What Volcengine takes in no description is written as in quoted-printable mail. */
    String description(String uid) {
        StringBuilder text = new StringBuilder(prefix);
        for (byte one : uid.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (one & 0xff);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
            text.append(plain ? String.valueOf(c) : "=%02X".formatted((int) c));
        }
        if (text.length() > LONGEST_DESCRIPTION) {
            throw new NetworkException(
                    NetworkException.Kind.INVALID, "the UID of the pod is too long for the description of a backend");
        }
        return text.toString();
    }

    /** Whom a backend of this description serves; empty where it is not ours. */
    Optional<Occupant> occupant(String description) {
        if (!description.startsWith(prefix)) {
            return Optional.empty();
        }
        String quoted = description.substring(prefix.length());
        ByteArrayOutputStream uid = new ByteArrayOutputStream();
        for (int i = 0; i < quoted.length(); i++) {
            boolean escaped = quoted.charAt(i) == '=' && quoted.substring(i).matches("=[0-9A-F]{2}.*");
            uid.write(escaped ? HexFormat.fromHexDigits(quoted, i + 1, i + 3) : quoted.charAt(i));
            i += escaped ? 2 : 0;
        }
        return Optional.of(new Occupant.Uid(uid.toString(StandardCharsets.UTF_8)));
    }
}
