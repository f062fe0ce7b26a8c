package io.berth.tck.sim;

import static java.util.Objects.requireNonNull;

import io.berth.runtime.AnnotationKeys;
import io.berth.runtime.Answer;
import io.berth.runtime.CloudAccount;
import io.berth.runtime.Configured;
import io.berth.runtime.Debt;
import io.berth.runtime.DebtStore;
import io.berth.runtime.EngineSettings;
import io.berth.runtime.Leadership;
import io.berth.runtime.NetworkEngine;
import io.berth.runtime.Ours;
import io.berth.runtime.PodStore;
import io.berth.spi.Address;
import io.berth.spi.Addresses;
import io.berth.spi.Goal;
import io.berth.spi.Held;
import io.berth.spi.Ledger;
import io.berth.spi.PodRef;
import io.berth.spi.PodView;
import io.berth.spi.Proposal;
import io.berth.spi.Reason;
import io.berth.spi.Seen;
import io.berth.spi.Step;
import io.berth.spi.Subject;
import io.berth.spi.config.NameValue;
import io.berth.tck.sim.EngineParts.EngineFactory;
import io.berth.tck.toy.ToyApi;
import io.berth.tck.toy.ToyClaim;
import io.berth.tck.toy.ToyFacts;
import io.berth.tck.toy.ToyMark;
import io.berth.tck.toy.ToyParameters;
import io.berth.tck.toy.ToyPlugin;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Engines that are broken on purpose, each in one thing, and what each is convicted of. What cannot be broken by
 * exchanging a part is broken around the engine: a port or a plugin that makes of it what the broken engine would be.
 */
class MutantsTest {
    private static Mutant mutant(EngineFactory engines) {
        return new Mutant(engines, 1);
    }

    // One holder.

    @Test
    void aRecoveryThatForgetsWhatItHasRead() {
        mutant(parts -> parts.with(new Pods(parts.pods()) {
                            @Override
                            public List<PodView> listClaimed() {
                                super.listClaimed();
                                return List.of();
                            }
                        })
                        .build())
                .isConvictedOf(Invariant.ONE_HOLDER);
    }

    @Test
    void aRecoveryThatForgetsTheDebts() {
        mutant(parts -> parts.with(new DebtStore() {
                            @Override
                            public List<Debt> list() {
                                parts.debts().list();
                                return List.of();
                            }

                            @Override
                            public void put(Debt debt) {
                                parts.debts().put(debt);
                            }

                            @Override
                            public void remove(PodRef former) {
                                parts.debts().remove(former);
                            }
                        })
                        .build())
                .isConvictedOf(Invariant.ONE_HOLDER);
    }

    @Test
    void aDebtThatIsPaidInMemoryOnly() {
        mutant(parts -> parts.with(new DebtStore() {
                            @Override
                            public List<Debt> list() {
                                return parts.debts().list();
                            }

                            @Override
                            public void put(Debt debt) {
                                parts.debts().put(debt);
                            }

                            @Override
                            public void remove(PodRef former) {}
                        })
                        .build())
                .isConvictedOf(Invariant.ONE_HOLDER);
    }

    // Claim first.

    @Test
    void anEffectBeforeTheClaim() {
        mutant(parts -> parts.with(new Pods(parts.pods()) {
                            /** The engine goes on as if the claim were stored; it will be. */
                            @Override
                            public Edited edit(PodRef pod, Ours expected, Ours wanted) {
                                if (expected.claim().isEmpty() && wanted.claim().isPresent()) {
                                    Optional<PodView> there = read(pod.namespace(), pod.name())
                                            .filter(read -> read.uid().equals(pod.uid()));
                                    if (there.isPresent()) {
                                        parts.timeline()
                                                .after(Duration.ofSeconds(3), () -> super.edit(pod, expected, wanted));
                                        return new Edited.Written(promised(parts, there.get(), wanted), true);
                                    }
                                }
                                return super.edit(pod, expected, wanted);
                            }
                        })
                        .build())
                .isConvictedOf(Invariant.CLAIM_FIRST);
    }

    private static PodView promised(EngineParts parts, PodView pod, Ours wanted) {
        return new PodDraft(pod)
                .annotation(parts.settings().keys().claim(), wanted.claim())
                .annotation(parts.settings().keys().networkStatus(), wanted.status())
                .label(parts.settings().keys().claimed(), Optional.of("true"))
                .finalizer(parts.settings().keys().finalizer(), true)
                .view(Long.toString(Long.parseLong(pod.resourceVersion()) + 1));
    }

    // Same answer.

    @Test
    void aProposalThatForgetsTheOneBefore() {
        mutant(twin(plugin -> new TwinPlugin(plugin) {
                    @Override
                    public Proposal<ToyClaim> propose(
                            Subject subject, ToyParameters parameters, Optional<ToyClaim> current, Ledger ledger) {
                        boolean ready = subject instanceof PodView pod
                                && pod.annotations()
                                        .getOrDefault(
                                                AnnotationKeys.openKruiseGame().networkStatus(), "")
                                        .contains("\"Ready\"");
                        return super.propose(subject, parameters, ready ? Optional.empty() : current, ledger);
                    }
                }))
                .isConvictedOf(Invariant.SAME_ANSWER);
    }

    // Proven ready.

    @Test
    void aReadyThatIsNotReadBack() {
        mutant(twin(plugin -> new TwinPlugin(plugin) {
                    @Override
                    public Step<ToyClaim, ToyFacts> decide(
                            Held<ToyClaim, ToyFacts> held,
                            Goal goal,
                            Optional<ToyParameters> parameters,
                            Seen<ToyFacts> seen) {
                        boolean sent = held.reply().isPresent();
                        return goal == Goal.SERVE && sent && held.claim().isPresent()
                                ? Step.Reached.with(addresses(held.claim().get(), seen))
                                : super.decide(held, goal, parameters, seen);
                    }
                }))
                .isConvictedOf(Invariant.PROVEN_READY);
    }

    private static Addresses addresses(ToyClaim claim, Seen<ToyFacts> seen) {
        String ip = seen.facts()
                .map(ToyFacts::address)
                .map(known -> known.get(claim.pool()))
                .orElse("198.51.100.1");
        List<Address.Port> ports = claim.lines().stream()
                .map(line -> new Address.Port("p", line.protocol(), line.number()))
                .toList();
        return new Addresses(List.of(), List.of(Address.of(ip, ports)));
    }

    @Test
    void anUnbindThatDoesNotHappen() {
        mutant(far(api -> api(api, (far, name, args, goOn) -> name.equals("unbind") ? null : goOn.call())))
                .isConvictedOf(Invariant.PROVEN_READY);
    }

    // Proven gone.

    @Test
    void aKeyThatIsFreedBeforeTheProof() {
        mutant(twin(plugin -> new TwinPlugin(plugin) {
                    @Override
                    public Step<ToyClaim, ToyFacts> decide(
                            Held<ToyClaim, ToyFacts> held,
                            Goal goal,
                            Optional<ToyParameters> parameters,
                            Seen<ToyFacts> seen) {
                        return goal == Goal.GONE
                                ? Step.Reached.with(Addresses.NONE)
                                : super.decide(held, goal, parameters, seen);
                    }
                }))
                .isConvictedOf(Invariant.PROVEN_GONE);
    }

    @Test
    void aFinalizerThatIsRemovedEarly() {
        mutant(parts -> engine(parts.build(), (engine, name, args, goOn) -> {
                    Object answer = goOn.call();
                    if (name.equals("reconcile")
                            && args[0] instanceof PodView pod
                            && pod.deletion().isPresent()
                            && pod.finalizers().contains(parts.settings().keys().finalizer())
                            && answer instanceof Answer.Waiting waiting
                            && waiting.reason() == Reason.WORKING) {
                        parts.workers()
                                .execute(() -> parts.pods()
                                        .edit(
                                                pod.ref(),
                                                Ours.of(pod, parts.settings().keys()),
                                                Ours.NOTHING));
                    }
                    return answer;
                }))
                .isConvictedOf(Invariant.PROVEN_GONE);
    }

    @Test
    void aKeyThatDoesNotRest() {
        mutant(parts -> {
                    EngineSettings is = parts.settings();
                    return parts.with(new EngineSettings(
                                    is.identity(),
                                    is.keys(),
                                    Duration.ZERO,
                                    is.debtAfter(),
                                    is.drain(),
                                    is.rotation(),
                                    is.nodeSettle(),
                                    is.foreignRest(),
                                    is.firstRetry(),
                                    is.lastRetry()))
                            .build();
                })
                .isConvictedOf(Invariant.PROVEN_GONE);
    }

    // Hands off.

    @Test
    void whatIsNotOursTakenForOurs() {
        String mark = ToyMark.of(Toy.IDENTITY).toString();
        mutant(far(api -> api(api, (far, name, args, goOn) -> {
                    Object answer = goOn.call();
                    return name.equals("listeners") ? claimed((ToyApi.Page<?>) requireNonNull(answer), mark) : answer;
                })))
                .isConvictedOf(Invariant.HANDS_OFF);
    }

    private static ToyApi.Page<Object> claimed(ToyApi.Page<?> page, String mark) {
        return new ToyApi.Page<>(
                page.items().stream()
                        .map(item -> (ToyApi.Listener) item)
                        .<Object>map(item -> new ToyApi.Listener(item.protocol(), item.port(), item.groupId(), mark))
                        .toList(),
                page.next());
    }

    // Recovery first.

    @Test
    void aRecoveryThatIsSkipped() {
        mutant(parts -> parts.with(new Pods(parts.pods()) {
                            @Override
                            public List<PodView> listClaimed() {
                                return List.of();
                            }
                        })
                        .build())
                .isConvictedOf(Invariant.RECOVERY_FIRST);
    }

    @Test
    void aLeaseThatIsNotLookedAt() {
        mutant(parts -> parts.with(new Leadership() {
                            private Optional<String> last = Optional.empty();

                            /** Once won, it is ours for ever. */
                            @Override
                            public Optional<String> sureTerm() {
                                last = last.or(parts.leadership()::sureTerm);
                                return last;
                            }

                            @Override
                            public void onChange(Runnable listener) {
                                parts.leadership().onChange(listener);
                            }
                        })
                        .build())
                .isConvictedOf(Invariant.RECOVERY_FIRST);
    }

    // Own harm only.

    @Test
    void badInputThatEscapes() {
        mutant(parts -> engine(parts.build(), (engine, name, args, goOn) -> {
                    if (name.equals("reconcile") && "no json".equals(confOf((PodView) args[0], parts))) {
                        throw new IllegalArgumentException("Unrecognized token 'no'");
                    }
                    return goOn.call();
                }))
                .isConvictedOf(Invariant.OWN_HARM_ONLY);
    }

    private static String confOf(PodView pod, EngineParts parts) {
        return pod.annotations().getOrDefault(parts.settings().keys().networkConf(), "");
    }

    // Counted writes.

    @Test
    void aStatusThatIsWrittenTwice() {
        mutant(parts -> parts.with(new Pods(parts.pods()) {
                            @Override
                            public Edited edit(PodRef pod, Ours expected, Ours wanted) {
                                Ours first = wanted.withStatus(wanted.status().orElse("{}") + " ");
                                return super.edit(pod, expected, first) instanceof Edited.Written
                                        ? super.edit(pod, first, wanted)
                                        : super.edit(pod, expected, wanted);
                            }
                        })
                        .build())
                .isConvictedOf(Invariant.COUNTED_WRITES);
    }

    // Absence is not an empty list.

    @Test
    void anEmptyListTakenAsAbsence() {
        new Mutant(
                        parts -> {
                            Configured is = parts.configured();
                            List<CloudAccount> hasty = is.clouds().stream()
                                    .map(cloud -> new CloudAccount(
                                            cloud.cloud(), cloud.account(), List.of(new NameValue("readDelay", "0s"))))
                                    .toList();
                            return parts.with(new Configured(is.identity(), is.networkTypes(), hasty, is.provided()))
                                    .build();
                        },
                        40)
                .isConvictedOf(Invariant.ABSENCE_IS_NOT_EMPTY);
    }

    // All ends well.

    @Test
    void anEndOfACallThatIsLost() {
        mutant(parts -> {
                    Executor workers = parts.workers();
                    return parts.with((Executor) task -> {
                                if (parts.random().nextInt(20) != 0) {
                                    workers.execute(task);
                                }
                            })
                            .build();
                })
                .isConvictedOf(Invariant.ALL_ENDS_WELL);
    }

    // How mutants are made.

    private static EngineFactory twin(Function<ToyPlugin, TwinPlugin> twin) {
        return parts -> parts.with(TwinPlugin.providers(twin)).build();
    }

    private static EngineFactory far(Function<ToyApi, ToyApi> other) {
        return parts -> {
            Configured is = parts.configured();
            Map<Class<?>, Object> provided = new HashMap<>(is.provided());
            provided.put(ToyApi.class, other.apply((ToyApi) provided.get(ToyApi.class)));
            return parts.with(new Configured(is.identity(), is.networkTypes(), is.clouds(), provided))
                    .build();
        };
    }

    private interface Intercept<T> {
        @Nullable
        Object call(T target, String name, Object[] args, GoOn goOn) throws Throwable;
    }

    private interface GoOn {
        @Nullable
        Object call() throws Throwable;
    }

    private static NetworkEngine engine(NetworkEngine engine, Intercept<NetworkEngine> intercept) {
        return intercepted(NetworkEngine.class, engine, intercept);
    }

    private static ToyApi api(ToyApi api, Intercept<ToyApi> intercept) {
        return intercepted(ToyApi.class, api, intercept);
    }

    private static <T> T intercepted(Class<T> type, T target, Intercept<T> intercept) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, args) ->
                        intercept.call(target, method.getName(), args, () -> invoke(target, method, args))));
    }

    private static @Nullable Object invoke(Object target, Method method, Object[] args) throws Throwable {
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** Passes everything on; what is made of it differs in one method. */
    private static class Pods implements PodStore {
        private final PodStore pods;

        Pods(PodStore pods) {
            this.pods = pods;
        }

        @Override
        public List<PodView> listClaimed() {
            return pods.listClaimed();
        }

        @Override
        public Optional<PodView> read(String namespace, String name) {
            return pods.read(namespace, name);
        }

        @Override
        public Edited edit(PodRef pod, Ours expected, Ours wanted) {
            return pods.edit(pod, expected, wanted);
        }
    }
}
