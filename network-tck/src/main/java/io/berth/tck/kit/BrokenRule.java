package io.berth.tck.kit;

import static java.util.Objects.requireNonNull;

/** A plugin does not keep a rule of the SPI. */
public final class BrokenRule extends AssertionError {
    private static final long serialVersionUID = 1L;

    private final Rule rule;
    private final String seen;

    BrokenRule(Rule rule, String seen) {
        super("The plugin breaks the rule %s.%nRule: %s%nWhat to do: %s%nSeen: %s"
                .formatted(rule.name(), rule.demand(), rule.remedy(), seen));
        this.rule = rule;
        this.seen = requireNonNull(seen, "seen is null");
    }

    BrokenRule(Rule rule, String seen, Throwable cause) {
        this(rule, seen);
        initCause(cause);
    }

    public Rule rule() {
        return rule;
    }

    /** What shows that it is broken. */
    String seen() {
        return seen;
    }
}
