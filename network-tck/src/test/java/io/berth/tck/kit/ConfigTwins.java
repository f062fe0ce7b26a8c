package io.berth.tck.kit;

import io.berth.spi.config.BadValueException;
import io.berth.spi.config.ConfigSchema;
import io.berth.spi.config.Dialect;
import io.berth.spi.config.NameValue;
import io.berth.spi.config.Option;
import io.berth.spi.config.ValueType;
import io.berth.tck.toy.ToyParameters;
import io.berth.tck.toy.ToyPlugin;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Twins of the toy whose parameters break a rule. */
final class ConfigTwins {
    private static final String DOC = "The ports of the pod that are exposed.";

    private ConfigTwins() {}

    private static final Option<List<String>> LB_IDS =
            Option.required("LbIds", ValueType.listOf(ValueType.text()), "The balancers that the pod may be put on.");

    static Twin with(Rule rule, Function<ToyPlugin, ConfigSchema<ToyParameters>> schema) {
        return Twin.of(rule, (toy, site) -> new ToyTwin(toy) {
            @Override
            public ConfigSchema<ToyParameters> parameters(Dialect dialect) {
                return schema.apply(toy).spelled(dialect);
            }
        });
    }

    /** The ports as the toy itself reads them. */
    private static List<ToyParameters.Exposed> ports(ToyPlugin toy, String text) {
        return toy.parameters(Dialect.PLAIN)
                .decode(List.of(new NameValue("LbIds", "lb-1"), new NameValue("Ports", text)))
                .fold(ToyParameters::ports, problems -> {
                    throw new BadValueException(
                            problems.stream().map(problem -> problem.message()).toList());
                });
    }

    private static Option<List<ToyParameters.Exposed>> portsOption(ToyPlugin toy, String doc) {
        return Option.required("Ports", new ValueType<>("a list of ports", text -> ports(toy, text)), doc);
    }

    private static ConfigSchema<ToyParameters> schema(Option<List<ToyParameters.Exposed>> ports, Option<?>... others) {
        List<Option<?>> all = new ArrayList<>(List.of(LB_IDS, ports));
        all.addAll(List.of(others));
        return ConfigSchema.of(
                "parameter",
                values -> new ToyParameters(values.get(LB_IDS), values.get(ports)),
                all.toArray(Option<?>[]::new));
    }

    static List<Twin> all() {
        return List.of(
                with(
                        Rule.DECODING_REPORTS,
                        toy -> schema(Option.required(
                                "Ports",
                                new ValueType<>("a port", text -> {
                                    Integer.parseInt(text.split("/", -1)[0]);
                                    return ports(toy, text);
                                }),
                                DOC))),
                with(
                        Rule.ALL_PROBLEMS_AT_ONCE,
                        toy -> schema(Option.required(
                                "Ports",
                                new ValueType<>("a list of ports", text -> {
                                    try {
                                        return ports(toy, text);
                                    } catch (BadValueException e) {
                                        throw new BadValueException(e.problems().get(0));
                                    }
                                }),
                                DOC))),
                with(
                        Rule.UNKNOWN_IS_REFUSED,
                        toy -> schema(
                                portsOption(toy, DOC),
                                Option.optional("lbIds", ValueType.text(), "The same, for who writes it so."))),
                with(Rule.DEFAULTS_ROUND_TRIP, toy -> {
                    AtomicInteger decoded = new AtomicInteger();
                    Option<List<ToyParameters.Exposed>> ports = portsOption(toy, DOC);
                    return ConfigSchema.of(
                            "parameter",
                            values -> new ToyParameters(List.of("lb-" + decoded.incrementAndGet()), values.get(ports)),
                            LB_IDS,
                            ports);
                }),
                with(Rule.OPTIONS_ARE_DOCUMENTED, toy -> schema(portsOption(toy, ""))),
                with(
                        Rule.SECRETS_STAY_SECRET,
                        toy -> schema(
                                portsOption(toy, DOC), Option.optional("Password", ValueType.text(), "A password."))),
                with(Rule.SECRETS_STAY_SECRET, toy -> {
                    Option<String> pin = Option.withDefault("Pin", ValueType.text(), "none", "A pin.")
                            .secret();
                    Option<List<ToyParameters.Exposed>> ports = portsOption(toy, DOC);
                    return ConfigSchema.of(
                            "parameter",
                            values -> new ToyParameters(List.of(values.get(pin)), values.get(ports)),
                            LB_IDS,
                            ports,
                            pin);
                }),
                Twin.of(Rule.DIALECT_IS_SPOKEN, (toy, site) -> new ToyTwin(toy) {
                    @Override
                    public ConfigSchema<ToyParameters> parameters(Dialect dialect) {
                        return super.parameters(Dialect.PLAIN);
                    }
                }),
                with(Rule.BAD_PARAMETERS_ARE_HARMLESS, toy -> {
                    Option<List<ToyParameters.Exposed>> ports = Option.withDefault(
                            "Ports", new ValueType<>("whatever", text -> ports(toy, "80/TCP")), "80", DOC);
                    return schema(ports);
                }));
    }
}
