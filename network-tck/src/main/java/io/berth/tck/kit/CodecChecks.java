package io.berth.tck.kit;

import static io.berth.tck.kit.Theme.PROPOSE;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.berth.spi.ClaimCodec;
import io.berth.spi.PodRef;
import io.berth.spi.config.NameValue;
import io.berth.tck.kit.PluginFixture.OlderClaim;
import io.berth.tck.kit.Witness.Claimed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The text of claims, tried on every claim that an engine got to see on the way to Ready. */
final class CodecChecks {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> NO_OBJECTS =
            List.of("", " ", "null", "true", "7", "[]", "\"text\"", "{", "{\"a\":", "no json", "[".repeat(5_000));

    private final PluginFixture fixture;

    private CodecChecks(PluginFixture fixture) {
        this.fixture = fixture;
    }

    static List<Check> of(PluginFixture fixture) {
        CodecChecks checks = new CodecChecks(fixture);
        return List.of(
                new Check(PROPOSE, "claims read back", () -> checks.each(CodecChecks::readsBack)),
                new Check(PROPOSE, "unknown fields are ignored", () -> checks.each(CodecChecks::ignoresUnknown)),
                new Check(PROPOSE, "broken claims are refused", () -> checks.each(CodecChecks::refusesBroken)),
                new Check(PROPOSE, "claims of other versions", () -> checks.each(checks::versions)));
    }

    private interface OfClaim {
        <C> void check(Claimed<C> claimed);
    }

    private void each(OfClaim check) {
        for (List<NameValue> parameters : fixture.parameters()) {
            KitWorld world = new KitWorld(fixture);
            world.lead();
            PodRef pod = world.create("game-0", parameters).ref();
            Expect.ready(world, pod, Rule.BECOMES_READY);
            if (world.shown(pod).claimed() == world.witness().claims().isEmpty()) {
                throw new IllegalStateException("The claim of %s was not seen".formatted(pod));
            }
            world.witness().claims().stream().distinct().forEach(check::check);
        }
    }

    private static <C> String write(Claimed<C> claimed) {
        return claimed.plugin().claims().write(claimed.claim());
    }

    /** Empty: refused as it should be. */
    private static <C> Optional<C> read(Claimed<C> like, int version, String json) {
        try {
            return Optional.of(like.plugin().claims().read(version, json));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        } catch (RuntimeException | StackOverflowError e) {
            throw new BrokenRule(
                    Rule.BROKEN_CLAIM_IS_REFUSED,
                    "reading version %d of %s throws %s".formatted(version, shortened(json), e),
                    e);
        }
    }

    private static String shortened(String text) {
        return text.length() > 300 ? text.substring(0, 300) + "..." : text;
    }

    private static ObjectNode object(String json) {
        try {
            if (JSON.readTree(json) instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException e) {
            throw new BrokenRule(Rule.CLAIM_READS_BACK, "a claim is written as " + shortened(json), e);
        }
        throw new BrokenRule(Rule.CLAIM_READS_BACK, "a claim is written as " + shortened(json));
    }

    private static <C> void readsBack(Claimed<C> claimed) {
        ClaimCodec<C> codec = claimed.plugin().claims();
        String text = write(claimed);
        object(text);
        if (text.contains("\n") || !text.equals(write(claimed)) || codec.version() < 1) {
            throw new BrokenRule(
                    Rule.CLAIM_READS_BACK,
                    "%s is written as '%s', then as '%s', in version %d"
                            .formatted(claimed.claim(), text, write(claimed), codec.version()));
        }
        Optional<C> back = read(claimed, codec.version(), text);
        if (back.filter(claimed.claim()::equals).isEmpty()) {
            throw new BrokenRule(
                    Rule.CLAIM_READS_BACK, "%s is written as %s and read as %s".formatted(claimed.claim(), text, back));
        }
        if (!codec.write(back.orElseThrow()).equals(text)) {
            throw new BrokenRule(
                    Rule.CLAIM_READS_BACK,
                    "equal claims are written as %s and as %s".formatted(text, codec.write(back.orElseThrow())));
        }
    }

    private static <C> void ignoresUnknown(Claimed<C> claimed) {
        ObjectNode more = object(write(claimed));
        more.put("kitKnowsMore", true);
        more.putObject("kitKnowsEvenMore").putArray("list").add(1);
        Optional<C> back = read(claimed, claimed.plugin().claims().version(), more.toString());
        if (back.filter(claimed.claim()::equals).isEmpty()) {
            throw new BrokenRule(
                    Rule.CLAIM_KNOWS_MORE_THAN_IT_READS,
                    "%s, written with two fields more, is read as %s".formatted(claimed.claim(), back));
        }
    }

    private static <C> void refusesBroken(Claimed<C> claimed) {
        int version = claimed.plugin().claims().version();
        String text = write(claimed);
        List<String> broken = new ArrayList<>(NO_OBJECTS);
        for (int end = 1; end < text.length(); end++) {
            broken.add(text.substring(0, end));
        }
        for (String one : broken) {
            Optional<C> read = read(claimed, version, one);
            if (read.isPresent()) {
                throw new BrokenRule(
                        Rule.BROKEN_CLAIM_IS_REFUSED, "%s is read as %s".formatted(shortened(one), read.get()));
            }
        }
        ObjectNode object = object(text);
        for (String mutant : mutants(object, object)) {
            read(claimed, version, mutant).ifPresent(read -> consistent(claimed, mutant, read));
        }
    }

    /** Whatever is taken for a claim has to be one: it has keys, can be written, and reads back. */
    private static <C> void consistent(Claimed<C> like, String text, C read) {
        try {
            String written = like.plugin().claims().write(read);
            boolean same = read(like, like.plugin().claims().version(), written)
                    .filter(read::equals)
                    .isPresent();
            boolean hasKeys =
                    !like.plugin().keys(like.subject(), Optional.of(read)).isEmpty();
            if (same && hasKeys) {
                return;
            }
        } catch (RuntimeException e) {
            throw new BrokenRule(
                    Rule.BROKEN_CLAIM_IS_REFUSED,
                    "%s is read as %s, which then throws %s".formatted(shortened(text), read, e),
                    e);
        }
        throw new BrokenRule(
                Rule.BROKEN_CLAIM_IS_REFUSED,
                "%s is read as %s, which has no keys or does not read back".formatted(shortened(text), read));
    }

    /** The root with each of its nodes left out, and with each of them replaced by what it is not. */
    private static List<String> mutants(JsonNode node, ObjectNode root) {
        List<String> texts = new ArrayList<>();
        if (node instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                JsonNode value = object.get(name);
                object.remove(name);
                texts.add(root.toString());
                for (JsonNode other : wrong()) {
                    object.set(name, other);
                    texts.add(root.toString());
                }
                object.set(name, value);
                texts.addAll(mutants(value, root));
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                JsonNode value = array.get(i);
                for (JsonNode other : wrong()) {
                    array.set(i, other);
                    texts.add(root.toString());
                }
                array.set(i, value);
                texts.addAll(mutants(value, root));
            }
        }
        return texts;
    }

    private static List<JsonNode> wrong() {
        JsonNodeFactory make = JsonNodeFactory.instance;
        return List.of(
                make.nullNode(),
                make.booleanNode(true),
                make.numberNode(-1),
                make.numberNode(70_000),
                make.numberNode(1e300),
                make.textNode(""),
                make.textNode("kit / %2F \u0000"),
                make.arrayNode(),
                make.objectNode());
    }

    private <C> void versions(Claimed<C> claimed) {
        int version = claimed.plugin().claims().version();
        for (int other : List.of(version + 1, version + 100, 0, -1)) {
            Optional<C> read = read(claimed, other, write(claimed));
            if (read.isPresent()) {
                throw new BrokenRule(
                        Rule.BROKEN_CLAIM_IS_REFUSED,
                        "the codec writes version %d, and reads version %d as %s"
                                .formatted(version, other, read.get()));
            }
        }
        for (int older = 1; older < version; older++) {
            older(claimed, older);
        }
    }

    private <C> void older(Claimed<C> like, int version) {
        List<OlderClaim> samples = fixture.olderClaims().stream()
                .filter(sample -> sample.version() == version)
                .toList();
        if (samples.isEmpty()) {
            throw new BrokenRule(
                    Rule.OLDER_CLAIMS_ARE_READ, "the fixture's olderClaims() has none of version " + version);
        }
        for (OlderClaim sample : samples) {
            Optional<C> read = read(like, version, sample.json());
            if (read.filter(claim -> !like.plugin()
                            .keys(like.subject(), Optional.of(claim))
                            .isEmpty())
                    .isEmpty()) {
                throw new BrokenRule(
                        Rule.OLDER_CLAIMS_ARE_READ,
                        "version %d of %s is read as %s".formatted(version, shortened(sample.json()), read));
            }
        }
    }
}
