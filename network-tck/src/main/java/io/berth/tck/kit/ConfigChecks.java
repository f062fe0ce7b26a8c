package io.berth.tck.kit;

import static io.berth.tck.kit.Theme.CONFIG;

import io.berth.spi.NetworkPlugin;
import io.berth.spi.NetworkPluginFactory;
import io.berth.spi.PodView;
import io.berth.spi.Proposal;
import io.berth.spi.config.ConfigSchema;
import io.berth.spi.config.Decoded;
import io.berth.spi.config.Dialect;
import io.berth.spi.config.NameValue;
import io.berth.spi.config.Option;
import io.berth.spi.config.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What holds for the settings and the parameters of every plugin. */
final class ConfigChecks {
    private static final String HIDDEN = "kit-hidden-7f3a";
    private static final Pattern SECRETIVE = Pattern.compile("(?i).*(password|secret|privatekey).*");
    private static final List<String> STRANGE = List.of(
            "",
            " ",
            ",",
            "-",
            "-1",
            "0",
            "65536",
            "99999999999999999999",
            "80x",
            "0x50",
            "1e3",
            "true",
            "null",
            "{}",
            "[]",
            "a,b,,c",
            "80/",
            "/TCP",
            "80/XYZ",
            "80/TCP/UDP",
            ":",
            "game:",
            "game:80=",
            "=",
            "5-1",
            "1-",
            "\u0000",
            "%s%n",
            "\ud83c\udfae",
            "x".repeat(100_000),
            "1,".repeat(5_000));

    /** @param given values that are good */
    private record Schema<T>(String what, ConfigSchema<T> schema, List<List<NameValue>> given) {}

    private final PluginFixture fixture;

    private ConfigChecks(PluginFixture fixture) {
        this.fixture = fixture;
    }

    static List<Check> of(PluginFixture fixture) {
        ConfigChecks checks = new ConfigChecks(fixture);
        return List.of(
                new Check(CONFIG, "the fixture's settings and parameters are taken", checks::taken),
                new Check(CONFIG, "every option has a line of documentation", () -> checks.each(checks::documented)),
                new Check(CONFIG, "strange values are values or problems", () -> checks.each(checks::strange)),
                new Check(CONFIG, "all that is wrong is told at once", checks::refusals),
                new Check(CONFIG, "unknown names are refused, with the one meant", () -> checks.each(checks::unknown)),
                new Check(CONFIG, "a default written out changes nothing", () -> checks.each(checks::defaults)),
                new Check(CONFIG, "secrets are not shown", () -> checks.each(checks::secrets)),
                new Check(CONFIG, "the dialect is spoken", checks::dialect));
    }

    private interface OfSchema {
        <T> void check(Schema<T> schema);
    }

    private void each(OfSchema check) {
        check.check(settings(fixture.plugin()));
        check.check(parameters(Plugged.of(fixture)));
    }

    private <S> Schema<S> settings(NetworkPluginFactory<S> factory) {
        return new Schema<>("setting", factory.settings(), List.of(fixture.settings()));
    }

    private <P> Schema<P> parameters(Plugged<P, ?, ?> plugged) {
        return new Schema<>("parameter", plugged.parameters(), fixture.parameters());
    }

    private void taken() {
        each(new OfSchema() {
            @Override
            public <T> void check(Schema<T> schema) {
                if (schema.given().isEmpty()) {
                    throw new BrokenRule(Rule.FIXTURE_IS_USABLE, "the fixture gives no parameters");
                }
                schema.given().forEach(pairs -> Plugged.good(schema.schema(), pairs, schema.what() + "s"));
            }
        });
    }

    private <T> void documented(Schema<T> schema) {
        for (Option<?> option : schema.schema().options()) {
            String doc = option.doc();
            if (doc.isBlank()
                    || doc.contains("\n")
                    || !doc.endsWith(".")
                    || option.expects().isBlank()) {
                throw new BrokenRule(
                        Rule.OPTIONS_ARE_DOCUMENTED,
                        "%s '%s' expects '%s' and is documented as '%s'"
                                .formatted(schema.what(), option.name(), option.expects(), doc));
            }
        }
    }

    private static String nameOf(Option<?> option) {
        return option.shape() == Option.Shape.KEYED ? option.name() + ".kit" : option.name();
    }

    /** The first good pairs, with this one instead of all others of its name. */
    private static List<NameValue> with(Schema<?> schema, Option<?> option, String value) {
        List<NameValue> pairs = new ArrayList<>();
        schema.given().get(0).stream()
                .filter(pair ->
                        !pair.name().equals(option.name()) && !pair.name().equals(nameOf(option)))
                .forEach(pairs::add);
        pairs.add(new NameValue(nameOf(option), value));
        return pairs;
    }

    private <T> void strange(Schema<T> schema) {
        for (Option<?> option : schema.schema().options()) {
            for (String value : STRANGE) {
                String shortened = value.length() > 40 ? value.substring(0, 40) + "..." : value;
                Decoded<T> decoded = Plugged.decoded(schema.schema(), with(schema, option, value));
                for (Problem problem : decoded.problems()) {
                    if (problem.message().isBlank() || problem.message().length() > 2_000) {
                        throw new BrokenRule(
                                Rule.DECODING_REPORTS,
                                "%s '%s' with '%s' has a problem whose message has %d characters"
                                        .formatted(
                                                schema.what(),
                                                option.name(),
                                                shortened,
                                                problem.message().length()));
                    }
                }
            }
        }
    }

    private void refusals() {
        if (fixture.refusals().isEmpty()) {
            throw new BrokenRule(Rule.FIXTURE_IS_USABLE, "the fixture gives no parameters that are refused");
        }
        for (PluginFixture.Refusal refusal : fixture.refusals()) {
            List<String> problems = problems(Plugged.of(fixture), refusal.parameters());
            if (problems.isEmpty()) {
                throw new BrokenRule(
                        Rule.ALL_PROBLEMS_AT_ONCE,
                        "the parameters %s are to be refused, and are not"
                                .formatted(Plugged.text(refusal.parameters())));
            }
            String all = String.join("; ", problems);
            for (String mention : refusal.mentions()) {
                if (!all.contains(mention)) {
                    throw new BrokenRule(
                            Rule.ALL_PROBLEMS_AT_ONCE,
                            "the parameters %s have the problems '%s', which do not mention '%s'"
                                    .formatted(Plugged.text(refusal.parameters()), all, mention));
                }
            }
        }
    }

    /** Of the schema, else of the proposal. */
    private <P, C> List<String> problems(Plugged<P, C, ?> plugged, List<NameValue> parameters) {
        Decoded<P> decoded = Plugged.decoded(plugged.parameters(), parameters);
        Optional<P> value = decoded.value();
        if (value.isEmpty()) {
            return decoded.problems().stream().map(Problem::toString).toList();
        }
        KitWorld world = new KitWorld(fixture);
        world.lead();
        PodView pod = world.create("game-0", parameters);
        Proposal<C> proposal = plugged.plugin().propose(pod, value.get(), Optional.empty(), KitLedger.empty());
        return proposal instanceof Proposal.Refused<C> refused ? refused.problems() : List.of();
    }

    private <T> void unknown(Schema<T> schema) {
        List<NameValue> good = schema.given().get(0);
        refusesName(schema, good, "KitKnowsNoSuchName", "");
        for (Option<?> option : schema.schema().options()) {
            String name = nameOf(option);
            String first = name.substring(0, 1);
            String flipped = first.equals(first.toUpperCase(Locale.ROOT))
                    ? first.toLowerCase(Locale.ROOT)
                    : first.toUpperCase(Locale.ROOT);
            refusesName(schema, good, flipped + name.substring(1), option.name());
        }
    }

    private <T> void refusesName(Schema<T> schema, List<NameValue> good, String name, String meant) {
        List<NameValue> pairs = new ArrayList<>(good);
        pairs.add(new NameValue(name, "1"));
        List<Problem> problems = Plugged.decoded(schema.schema(), pairs).problems();
        boolean told = problems.stream()
                .anyMatch(problem ->
                        problem.toString().contains(name) && problem.message().contains(meant));
        if (!told) {
            throw new BrokenRule(
                    Rule.UNKNOWN_IS_REFUSED,
                    "the unknown %s '%s' has the problems %s; wanted is one that names it%s"
                            .formatted(schema.what(), name, problems, meant.isEmpty() ? "" : " and '" + meant + "'"));
        }
    }

    private <T> void defaults(Schema<T> schema) {
        boolean settings = schema.what().equals("setting");
        for (List<NameValue> good : schema.given()) {
            T value = Plugged.good(schema.schema(), good, schema.what() + "s");
            boolean comparable = value.equals(Plugged.good(schema.schema(), good, schema.what() + "s"));
            if (!comparable && !settings) {
                throw new BrokenRule(
                        Rule.DEFAULTS_ROUND_TRIP,
                        "%s, decoded twice, gives two values that are not equal: %s"
                                .formatted(Plugged.text(good), value));
            }
            for (Option<?> option : schema.schema().options()) {
                Optional<String> text = option.defaultText();
                boolean given = good.stream().anyMatch(pair -> pair.name().equals(option.name()));
                if (text.isEmpty() || given) {
                    continue;
                }
                List<NameValue> pairs = new ArrayList<>(good);
                pairs.add(new NameValue(option.name(), text.get()));
                Optional<T> written = Plugged.decoded(schema.schema(), pairs).value();
                if (written.isEmpty() || (comparable && !written.get().equals(value))) {
                    throw new BrokenRule(
                            Rule.DEFAULTS_ROUND_TRIP,
                            "%s '%s' written out as its default '%s' gives %s instead of %s"
                                    .formatted(schema.what(), option.name(), text.get(), written, value));
                }
            }
        }
    }

    private <T> void secrets(Schema<T> schema) {
        for (Option<?> option : schema.schema().options()) {
            if (SECRETIVE.matcher(option.name()).matches() && !option.isSecret()) {
                throw new BrokenRule(
                        Rule.SECRETS_STAY_SECRET,
                        "%s '%s' has the name of a secret and is not marked as one"
                                .formatted(schema.what(), option.name()));
            }
            if (option.isSecret()) {
                Decoded<T> decoded = Plugged.decoded(schema.schema(), with(schema, option, HIDDEN));
                if (decoded.toString().contains(HIDDEN)) {
                    throw new BrokenRule(
                            Rule.SECRETS_STAY_SECRET,
                            "%s '%s' shows its value in toString or in a problem"
                                    .formatted(schema.what(), option.name()));
                }
            }
        }
    }

    private void dialect() {
        dialect(Plugged.of(fixture).plugin());
    }

    private static void dialect(NetworkPlugin<?, ?, ?> plugin) {
        Map<String, String> names = new HashMap<>();
        plugin.parameters(Dialect.PLAIN).options().forEach(option -> names.put(option.name(), "Kit" + option.name()));
        List<String> spoken = plugin.parameters(new Dialect(names, Map.of())).options().stream()
                .map(Option::name)
                .toList();
        if (!spoken.stream().allMatch(names::containsValue)) {
            throw new BrokenRule(
                    Rule.DIALECT_IS_SPOKEN, "with the names %s the parameters are called %s".formatted(names, spoken));
        }
    }
}
