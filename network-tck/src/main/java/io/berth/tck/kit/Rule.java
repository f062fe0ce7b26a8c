package io.berth.tck.kit;

import static java.util.Objects.requireNonNull;

/** What the kit holds a plugin to. Each rule says what to do when it is broken. */
public enum Rule {
    FIXTURE_IS_USABLE(
            Theme.CONFIG,
            "The fixture's network type, settings and parameters can be served.",
            "Correct the fixture; the problems say what is wrong."),
    DECODING_REPORTS(
            Theme.CONFIG,
            "No value, however strange, makes the schema throw: it is a value or a problem with a message.",
            "Let the option's ValueType throw BadValueException, with the value and the remedy, for what it cannot read."),
    ALL_PROBLEMS_AT_ONCE(
            Theme.CONFIG,
            "Whoever writes wrong parameters is told all that is wrong with them at once.",
            "Collect the problems in the record's maker, and throw one BadValueException with all of them."),
    UNKNOWN_IS_REFUSED(
            Theme.CONFIG,
            "A name that is not known is a problem, and says which one was meant.",
            "Give each name its own Option; do not swallow names with a keyed option of an empty name."),
    DEFAULTS_ROUND_TRIP(
            Theme.CONFIG,
            "Writing out a default changes nothing, and equal texts give equal values.",
            "Make parameters and settings records of values, so that equals compares them, and apply defaults nowhere"
                    + " but in the Option."),
    OPTIONS_ARE_DOCUMENTED(
            Theme.CONFIG,
            "Every option has one line of documentation, a sentence, and says what it expects.",
            "Write the doc of the option: one line, ended by a full stop."),
    SECRETS_STAY_SECRET(
            Theme.CONFIG,
            "No secret is shown, neither by toString of what was decoded nor by a problem.",
            "Use ValueType.secret() with Option.secret(), and keep the Secret in the record."),
    DIALECT_IS_SPOKEN(
            Theme.CONFIG,
            "The parameters have the names and defaults of the dialect.",
            "Answer SCHEMA.spelled(dialect) from parameters(dialect)."),

    PROPOSING_IS_PURE(
            Theme.PROPOSE,
            "Equal arguments give equal proposals, from any thread and any instance.",
            "Keep nothing between calls, read no clock and no random numbers, and give claims equals by value."),
    KEYS_ARE_TAKEN(
            Theme.PROPOSE,
            "The keys of a claim are exactly those that were taken from the ledger for it.",
            "Take every key that the claim names before proposing it, name every key in keys(), and take no more."),
    FITTING_CLAIM_STAYS(
            Theme.PROPOSE,
            "A claim that the parameters still allow comes back as it is.",
            "Take the keys of the current claim again, and answer that very claim when all of them are the subject's."),
    UNALLOWED_CLAIM_IS_REPLACED(
            Theme.PROPOSE,
            "A claim that the parameters do not allow does not come back.",
            "Check pool, numbers and ports of the current claim against settings and parameters before keeping it."),
    TAKEN_KEY_IS_LEFT(
            Theme.PROPOSE,
            "A current claim whose keys somebody else holds does not come back.",
            "Take each key of the current claim from the ledger; keep none that it does not grant."),
    CLAIM_READS_BACK(
            Theme.PROPOSE,
            "A claim that was written reads back equal, and equal claims give equal texts: a JSON object on one line.",
            "Write every component of the claim, in a fixed order, and read every one of them."),
    CLAIM_KNOWS_MORE_THAN_IT_READS(
            Theme.PROPOSE,
            "A field that the codec does not know does not keep it from reading the claim.",
            "Ignore unknown fields; a later version of the plugin may write some."),
    OLDER_CLAIMS_ARE_READ(
            Theme.PROPOSE,
            "Claims of all older versions are read.",
            "Keep a reader for each version from 1 on, and give the fixture a sample of each in olderClaims()."),
    BROKEN_CLAIM_IS_REFUSED(
            Theme.PROPOSE,
            "What cannot be read as a claim of its version is refused with an IllegalArgumentException, and nothing else.",
            "Check the version, and every field's presence, type and range, in ClaimCodec.read."),

    DECIDING_IS_PURE(
            Theme.DECIDE,
            "Equal arguments give equal steps, from any thread and any instance.",
            "Keep nothing between calls, and read no clock and no random numbers; what decide needs is in its arguments."),
    OBSERVING_ONLY_READS(
            Theme.DECIDE,
            "observe and inventory change nothing at the far side.",
            "Let a Query make one reading request; whatever changes something is a step of decide."),
    SERVES_WITHOUT_PARAMETERS(
            Theme.DECIDE,
            "Without parameters the claim goes on being served at the same address.",
            "Decide from the claim; use parameters only for what a claim does not say."),
    GONE_NEEDS_PROOF(
            Theme.DECIDE,
            "The goal GONE is Reached only where absence is proof.",
            "Answer Waiting while Seen.absenceIsProof() is false, and an Act while anything of the holder is seen."),
    TOUCHES_WHAT_IS_HELD(
            Theme.DECIDE,
            "An act names every key that it changes, and all of them are held.",
            "Name the keys of the claim that the request changes, and change nothing that the claim does not name."),
    NOTHING_NEW_UNLESS_SERVING(
            Theme.DECIDE,
            "With the goals QUIET, DETACHED and GONE no act lets anything new in.",
            "Bind for SERVE only."),
    DETACHED_TAKES_TRAFFIC(
            Theme.DECIDE,
            "DETACHED takes the traffic away and keeps the address.",
            "For DETACHED unbind, wait until it is seen, and keep all keys of the claim."),
    QUIET_KEEPS_ADDRESS(
            Theme.DECIDE,
            "QUIET ends with the same address when the pod is to be served again.",
            "For QUIET keep the claim and its keys; gate new traffic, or change nothing."),

    BECOMES_READY(
            Theme.RECONCILE,
            "A pod with good parameters becomes ready while nothing goes wrong.",
            "See the engine's last answer and the history: it says what the plugin waits for."),
    READY_IS_TRUE(
            Theme.RECONCILE,
            "Whoever is shown as ready is reached at each of its external addresses, and nobody else is.",
            "Answer Reached for SERVE only when facts show the binding of this very pod at its present IP."),
    STANDS_ON_ITS_KEYS(
            Theme.RECONCILE,
            "Everything outside stands on keys that a stored claim names.",
            "Put ids that the far side has chosen into Reached.completed, and name them in keys()."),
    STAYS_AS_IT_IS(
            Theme.RECONCILE,
            "Reconciling a ready pod again writes nothing, neither to the pod nor outside.",
            "Propose the current claim as long as it fits, and answer the same Reached for the same facts."),
    WRITES_ARE_COUNTED(
            Theme.RECONCILE,
            "One write to Ready without a claim, two with one.",
            "Let the first claim name all that is known before anything is sent, and complete it once, at the end."),
    BAD_PARAMETERS_ARE_HARMLESS(
            Theme.RECONCILE,
            "A pod with wrong parameters is refused with a reason, and can be deleted.",
            "Refuse what cannot be served in the schema or in propose; do not claim for it."),

    GOES(
            Theme.RELEASE,
            "A pod that is deleted, or has ended, is let go in time and leaves no debt.",
            "For GONE take away what is seen, one act at a time, and answer Reached when absence is proof."),
    NOTHING_IS_LEFT(
            Theme.RELEASE,
            "When the claim goes, nothing of the pod is left outside.",
            "Answer Reached for GONE only when the facts show nothing of the holder, on any key that it holds."),
    KEYS_COME_BACK(
            Theme.RELEASE,
            "What a pod held can be taken by another one once it has rested, and not before.",
            "Name the same keys for the same claim at all times: keys() must not depend on the pod's state."),

    SAME_ANSWER(
            Theme.RESTART,
            "A new engine gives the same address.",
            "Keep all that decides about an address in the claim; nothing that a process remembers may count."),
    RESTART_WRITES_NOTHING(
            Theme.RESTART,
            "A new engine writes nothing for a pod that is ready.",
            "Answer the same Reached for the same facts, without Held.reply, which is lost with the process."),

    CRASH_IS_SURVIVED(
            Theme.CRASH,
            "Whenever a process ends, the next one makes the pod ready, and lets it go.",
            "Decide from what is seen, not from what was sent: each request may have been done, or not."),
    CRASH_KEEPS_ADDRESS(
            Theme.CRASH,
            "An address that was published stays when the process ends.",
            "Keep all that decides about an address in the claim, before anything is sent."),
    CRASH_DOUBLES_NOTHING(
            Theme.CRASH,
            "After the end of a process there is nothing outside that there would not be without it.",
            "Look for what a lost request may have made, by its mark, before making it again, and only when absence is"
                    + " proof; take away what there is twice."),
    CRASH_LEAKS_NOTHING(
            Theme.CRASH,
            "After the end of a process and the pod's release nothing is left outside.",
            "Find what is the pod's by keys and mark; do not rely on ids that only a reply told."),

    ONE_HOLDER(
            Theme.CONCURRENCY,
            "No address and no key is two pods' at once.",
            "Take every key from the ledger, and publish only what the claim names."),
    ALL_ARE_SERVED(
            Theme.CONCURRENCY,
            "Many pods become ready together, while the lease changes hands, and all are let go.",
            "Decide from what is seen; another engine may have done the last step.");

    private final Theme theme;
    private final String demand;
    private final String remedy;

    Rule(Theme theme, String demand, String remedy) {
        this.theme = requireNonNull(theme, "theme is null");
        this.demand = requireNonNull(demand, "demand is null");
        this.remedy = requireNonNull(remedy, "remedy is null");
    }

    public Theme theme() {
        return theme;
    }

    /** What has to hold, in a sentence. */
    public String demand() {
        return demand;
    }

    /** What a plugin's author can do about it. */
    public String remedy() {
        return remedy;
    }
}
