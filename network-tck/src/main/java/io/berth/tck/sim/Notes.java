package io.berth.tck.sim;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.berth.runtime.AnnotationKeys;
import io.berth.spi.Key;
import io.berth.spi.PodView;
import io.berth.spi.Protocol;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads what stands on pods, without the engine's own code. */
final class Notes {
    /** A stored claim. */
    record Claim(String uid, Set<Key> keys) {}

    record Status(boolean ready, List<FarSide.Door> doors) {}

    /** What people fill annotations with. */
    static final String FILLER = "game/notes";

    private static final int REMEMBERED = 2000;

    private final JsonMapper json = JsonMapper.builder().build();
    private final AnnotationKeys keys;
    private final Map<String, Optional<Claim>> claims = bounded();
    private final Map<String, Status> statuses = bounded();

    Notes(AnnotationKeys keys) {
        this.keys = requireNonNull(keys, "keys is null");
    }

    private static <V> Map<String, V> bounded() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > REMEMBERED;
            }
        };
    }

    static Set<Key> sorted(Iterable<Key> some) {
        Set<Key> set = new TreeSet<>(Comparator.comparing(Key::toString));
        some.forEach(set::add);
        return set;
    }

    Optional<String> claimText(PodView pod) {
        return Optional.ofNullable(pod.annotations().get(keys.claim()));
    }

    /** The claim, if it is readable and this very pod's. */
    Optional<Claim> claim(PodView pod) {
        return claimText(pod).flatMap(this::claim).filter(claim -> claim.uid().equals(pod.uid()));
    }

    Optional<Claim> claim(String text) {
        return claims.computeIfAbsent(text, this::readClaim);
    }

    private Optional<Claim> readClaim(String text) {
        try {
            JsonNode root = json.readTree(text);
            if (root == null
                    || !root.path("uid").isTextual()
                    || !root.path("keys").isArray()) {
                return Optional.empty();
            }
            List<Key> found = new ArrayList<>();
            root.path("keys").forEach(key -> found.add(Key.parse(key.asText())));
            return Optional.of(new Claim(root.path("uid").asText(), sorted(found)));
        } catch (JacksonException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    Status status(PodView pod) {
        return statuses.computeIfAbsent(pod.annotations().getOrDefault(keys.networkStatus(), ""), this::readStatus);
    }

    boolean sameStatus(PodView one, PodView other) {
        return Objects.equals(
                one.annotations().get(keys.networkStatus()), other.annotations().get(keys.networkStatus()));
    }

    private Status readStatus(String text) {
        try {
            JsonNode root = json.readTree(text);
            if (root == null) {
                return new Status(false, List.of());
            }
            List<FarSide.Door> doors = new ArrayList<>();
            for (JsonNode address : root.path("externalAddresses")) {
                for (JsonNode port : address.path("ports")) {
                    String ip = address.path("ip").asText();
                    doors.add(new FarSide.Door(
                            ip.isEmpty() ? address.path("endPoint").asText() : ip,
                            Protocol.valueOf(port.path("protocol").asText()),
                            port.path("port").asInt()));
                }
            }
            return new Status("Ready".equals(root.path("currentNetworkState").asText()), doors);
        } catch (JacksonException | IllegalArgumentException e) {
            return new Status(false, List.of());
        }
    }

    boolean isOurs(PodView pod) {
        return pod.annotations().containsKey(keys.networkType());
    }

    boolean isDisabled(PodView pod) {
        return "true".equals(pod.labels().get(keys.networkDisabled()))
                || "true".equals(pod.annotations().get(keys.networkDisabled()));
    }

    /** Somebody has filled the annotations: nothing of ours goes in any more. */
    static boolean isFull(PodView pod) {
        return pod.annotations().containsKey(FILLER);
    }

    /** The pod's containers may run, and may be reached. */
    static boolean isAlive(PodView pod) {
        return !pod.isFinished() && pod.deletion().isEmpty();
    }
}
