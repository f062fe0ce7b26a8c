package io.berth.cloud.aws;

import io.berth.spi.Identity;
import io.berth.spi.cloud.loadbalancer.Front;
import io.berth.spi.cloud.loadbalancer.SlotMark;
import io.berth.spi.cloud.loadbalancer.Transport;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;

/** How our things are marked: by tags, and target groups by their names as well, since lists tell no tags. */
final class NlbMarks {
    private static final String CLUSTER = "berth/cluster";
    private static final String OPERATOR = "berth/operator";
    private static final String FRONT = "berth/front";
    private static final String SHAPE = "berth/shape";

    /** A name has 32 characters at most, so a hash stands for what does not fit. */
    private static final int OWNER_DIGITS = 13;

    private static final int SLOT_DIGITS = 12;

    private final Identity identity;

    NlbMarks(Identity identity) {
        this.identity = identity;
    }

    List<Tag> tags(SlotMark mark) {
        return List.of(
                tag(CLUSTER, identity.clusterId()),
                tag(OPERATOR, identity.operatorId()),
                tag(FRONT, mark.front().toString()),
                tag(SHAPE, mark.shape()));
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    /** Empty where they are not ours. */
    Optional<SlotMark> mark(List<Tag> tags) {
        Map<String, String> values = new HashMap<>();
        tags.forEach(tag -> values.put(tag.key(), tag.value()));
        if (!identity.clusterId().equals(values.get(CLUSTER))
                || !identity.operatorId().equals(values.get(OPERATOR))) {
            return Optional.empty();
        }
        String shape = values.get(SHAPE);
        return shape == null
                ? Optional.empty()
                : front(values.getOrDefault(FRONT, "")).map(front -> new SlotMark(front, shape));
    }

    private static Optional<Front> front(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !text.substring(slash + 1).matches("[0-9]{1,5}")) {
            return Optional.empty();
        }
        int number = Integer.parseInt(text.substring(slash + 1));
        for (Transport transport : Transport.values()) {
            if (transport.name().toLowerCase(Locale.ROOT).equals(text.substring(0, slash))
                    && number >= 1
                    && number <= 65_535) {
                return Optional.of(new Front(transport, number));
            }
        }
        return Optional.empty();
    }

    /** What the names of all our target groups of this balancer begin with. */
    String prefix(String balancer) {
        return "berth-" + digits(OWNER_DIGITS, List.of(identity.clusterId(), identity.operatorId(), balancer)) + "-";
    }

    /** The same for each request for this slot, so that a repeated one makes no second group. */
    String name(String balancer, SlotMark mark) {
        return prefix(balancer) + digits(SLOT_DIGITS, List.of(mark.front().toString(), mark.shape()));
    }

    private static String digits(int count, List<String> parts) {
        List<String> measured = new ArrayList<>();
        parts.forEach(part -> measured.add(part.length() + ":" + part));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(String.join(",", measured).getBytes(StandardCharsets.UTF_8));
            String text = new BigInteger(1, hash).toString(36);
            return "0".repeat(50 - text.length()).concat(text).substring(50 - count);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
