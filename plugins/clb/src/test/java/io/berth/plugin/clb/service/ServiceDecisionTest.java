package io.berth.plugin.clb.service;

import static io.berth.plugin.clb.service.Cases.OTHER;
import static io.berth.plugin.clb.service.Cases.POOL;
import static io.berth.plugin.clb.service.Cases.claim;
import static io.berth.plugin.clb.service.Cases.held;
import static io.berth.plugin.clb.service.Cases.okgs;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.spi.Goal;
import io.berth.spi.Held;
import io.berth.spi.Key;
import io.berth.spi.Occupant;
import io.berth.spi.PodRef;
import io.berth.spi.Reason;
import io.berth.spi.Seen;
import io.berth.spi.Step;
import io.berth.spi.cloud.service.ServiceIngress;
import io.berth.spi.cloud.service.ServiceType;
import io.berth.spi.cloud.service.ServiceView;
import io.berth.tck.service.PlayedForm;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The next step, for what was seen. */
class ServiceDecisionTest {
    private static final List<ServiceIngress> SERVED = List.of(ServiceIngress.at("198.51.100.1"));

    private final ServicePlugin plugin = Cases.plugin(PlayedForm.BALANCED, "range=7000-7010");
    private final ServiceParameters parameters = Cases.parameters(plugin, "LbIds=lb-1,lb-2", "PortProtocols=80");
    private final ServiceMark mark = new ServiceMark(new Cases.Place(PlayedForm.BALANCED).identity());

    private Step<ServiceClaim, ServiceFacts> decide(
            Held<ServiceClaim, ServiceFacts> held, Goal goal, ServiceFacts facts) {
        return plugin.decide(
                held, goal, Optional.of(parameters), new Seen<>(Optional.of(facts), true, Optional.empty()));
    }

    private Step<ServiceClaim, ServiceFacts> decide(ServiceClaim claim, Goal goal, ServiceView service) {
        return decide(held(claim), goal, new ServiceFacts(Optional.of(service), Map.of(), Map.of()));
    }

    private static ServiceCalls.Change<?> change(Step<ServiceClaim, ServiceFacts> step) {
        assertThat(step).isInstanceOf(Step.Act.class);
        return (ServiceCalls.Change<?>) ((Step.Act<ServiceClaim, ServiceFacts>) step).command();
    }

    private static Step.Waiting<ServiceClaim, ServiceFacts> waiting(Step<ServiceClaim, ServiceFacts> step) {
        assertThat(step).isInstanceOf(Step.Waiting.class);
        return (Step.Waiting<ServiceClaim, ServiceFacts>) step;
    }

    private static Step.Reached<ServiceClaim, ServiceFacts> reached(Step<ServiceClaim, ServiceFacts> step) {
        assertThat(step).isInstanceOf(Step.Reached.class);
        return (Step.Reached<ServiceClaim, ServiceFacts>) step;
    }

    private static Step.Conflict<ServiceClaim, ServiceFacts> conflict(Step<ServiceClaim, ServiceFacts> step) {
        assertThat(step).isInstanceOf(Step.Conflict.class);
        return (Step.Conflict<ServiceClaim, ServiceFacts>) step;
    }

    private ServiceView ours(String owner, int number, List<ServiceIngress> ingress, Map<String, String> more) {
        Map<String, String> annotations = new TreeMap<>(mark.annotations());
        annotations.put(Cases.BALANCER, "lb-1");
        annotations.put("spec.example.com/weight", "10");
        annotations.putAll(more);
        return Cases.service(owner, mark.labels(), annotations, number, ingress);
    }

    // Made by OpenKruiseGame.

    @Test
    void itsNumbersAreTakenOverAndNothingIsWritten() {
        Step.Reached<ServiceClaim, ServiceFacts> step =
                reached(decide(claim(POOL, 7000), Goal.SERVE, okgs("lb-1", 7005, SERVED)));
        assertThat(step.completed()).contains(claim(POOL, 7005));
        assertThat(step.addresses().external().get(0).ports().get(0).number()).isEqualTo(7005);
        assertThat(reached(decide(claim(POOL, 7005), Goal.SERVE, okgs("lb-1", 7005, SERVED)))
                        .completed())
                .contains(claim(POOL, 7005));
    }

    @Test
    void itsBalancerIsTakenOverWhereItIsAllowed() {
        assertThat(reached(decide(claim(POOL, 7000), Goal.SERVE, okgs("lb-2", 7005, SERVED)))
                        .completed())
                .contains(claim(OTHER, 7005));
        assertThat(change(decide(claim(POOL, 7000), Goal.SERVE, okgs("lb-3", 7005, SERVED))))
                .isInstanceOf(ServiceCalls.DeleteService.class);
    }

    @Test
    void aNumberOutsideTheRangeIsReportedAndNotMoved() {
        Step.Waiting<ServiceClaim, ServiceFacts> step =
                waiting(decide(claim(POOL, 7000), Goal.SERVE, okgs("lb-1", 600, SERVED)));
        assertThat(step.reason()).isEqualTo(Reason.CONFLICT);
        assertThat(step.message()).contains("600", "range");
    }

    @Test
    void itIsNotReadyBeforeItIsServed() {
        assertThat(waiting(decide(claim(POOL, 7000), Goal.SERVE, okgs("lb-1", 7005, List.of())))
                        .reason())
                .isEqualTo(Reason.OBSERVING);
    }

    @Test
    void aDisabledOneKeepsItsNumbersToo() {
        assertThat(reached(decide(claim(POOL, 7000), Goal.DETACHED, okgs("lb-1", 7005, SERVED)))
                        .completed())
                .contains(claim(POOL, 7005));
    }

    @Test
    void ofAFormerPodItIsLeftToTheGarbageCollector() {
        ServiceView former =
                Cases.service("u-before", Map.of(), Map.of("game.kruise.io/network-config-hash", "1"), 7005, SERVED);
        assertThat(waiting(decide(claim(POOL, 7000), Goal.SERVE, former)).message())
                .contains("former");
    }

    // Made by us.

    @Test
    void whatIsServedIsReady() {
        assertThat(reached(decide(claim(POOL, 7000), Goal.SERVE, ours("u0", 7000, SERVED, Map.of())))
                        .addresses()
                        .external())
                .extracting("ip")
                .containsExactly("198.51.100.1");
    }

    @Test
    void whatIsNotServedIsNotReady() {
        assertThat(waiting(decide(claim(POOL, 7000), Goal.SERVE, ours("u0", 7000, List.of(), Map.of())))
                        .message())
                .contains("games/game-0");
        ServiceIngress broken = new ServiceIngress("198.51.100.1", Optional.empty(), List.of("7000/TCP: no listener"));
        assertThat(waiting(decide(claim(POOL, 7000), Goal.SERVE, ours("u0", 7000, List.of(broken), Map.of())))
                        .message())
                .contains("no listener");
    }

    @Test
    void ofAFormerPodItIsEvicted() {
        Step<ServiceClaim, ServiceFacts> step =
                decide(claim(POOL, 7000), Goal.SERVE, ours("u-before", 7001, SERVED, Map.of()));
        assertThat(change(step)).isInstanceOf(ServiceCalls.DeleteService.class);
        assertThat(((Step.Act<ServiceClaim, ServiceFacts>) step).evicts())
                .contains(new Occupant.Pod(new PodRef("games", "game-0", "u-before")));
    }

    @Test
    void driftIsUndoneOnTheVersionThatWasSeen() {
        ServiceView drifted = ours("u0", 7000, SERVED, Map.of("spec.example.com/weight", "99"));
        ServiceCalls.ReplaceService step =
                (ServiceCalls.ReplaceService) change(decide(claim(POOL, 7000), Goal.SERVE, drifted));
        assertThat(step.resourceVersion()).isEqualTo("5");
        assertThat(step.draft().annotations()).containsEntry("spec.example.com/weight", "10");
    }

    @Test
    void annotationsThatUsersAskForNoMoreAreTakenOff() {
        ServiceView more = ours("u0", 7000, SERVED, Map.of("team", "red", ServiceShape.USERS, "team", "their", "own"));
        ServiceCalls.ReplaceService step =
                (ServiceCalls.ReplaceService) change(decide(claim(POOL, 7000), Goal.SERVE, more));
        assertThat(step.draft().removed()).containsExactlyInAnyOrder("team", ServiceShape.USERS);
    }

    @Test
    void anotherBalancerNeedsAnotherService() {
        assertThat(change(decide(claim(OTHER, 7000), Goal.SERVE, ours("u0", 7000, SERVED, Map.of()))))
                .isInstanceOf(ServiceCalls.DeleteService.class);
    }

    @Test
    void disabledTheListenerStaysAndSelectsNobody() {
        ServiceCalls.ReplaceService step = (ServiceCalls.ReplaceService)
                change(decide(claim(POOL, 7000), Goal.DETACHED, ours("u0", 7000, SERVED, Map.of())));
        assertThat(step.draft().type()).isEqualTo(ServiceType.LOAD_BALANCER);
        assertThat(step.draft().selector()).doesNotContainKey(ServiceShape.POD_NAME);
    }

    @Test
    void goneIsWhatIsNotSeenAnyMore() {
        assertThat(change(decide(claim(POOL, 7000), Goal.GONE, ours("u0", 7000, SERVED, Map.of()))))
                .isInstanceOf(ServiceCalls.DeleteService.class);
        reached(decide(claim(POOL, 7000), Goal.GONE, ours("u-after", 7001, SERVED, Map.of())));
        reached(decide(held(claim(POOL, 7000)), Goal.GONE, ServiceFacts.NOTHING));
        waiting(plugin.decide(
                held(claim(POOL, 7000)),
                Goal.GONE,
                Optional.empty(),
                new Seen<>(Optional.of(ServiceFacts.NOTHING), false, Optional.empty())));
    }

    @Test
    void oldKeysAreGivenBackOnlyWithProof() {
        Set<Key> keys = new HashSet<>(claim(POOL, 7000).keys());
        keys.addAll(claim(POOL, 7001).keys());
        waiting(plugin.decide(
                held(claim(POOL, 7000), keys, Cases.pod()),
                Goal.SERVE,
                Optional.of(parameters),
                new Seen<>(
                        Optional.of(
                                new ServiceFacts(Optional.of(ours("u0", 7000, SERVED, Map.of())), Map.of(), Map.of())),
                        false,
                        Optional.empty())));
    }

    // Made by somebody else.

    @Test
    void whatIsNotOursIsReportedAndLeft() {
        ServiceView theirs = Cases.service("u0", Map.of(), Map.of("their", "own"), 7000, SERVED);
        Step<ServiceClaim, ServiceFacts> step = decide(claim(POOL, 7000), Goal.SERVE, theirs);
        assertThat(conflict(step).keys()).isEmpty();
        assertThat(conflict(step).message()).contains("games/game-0", "not ours");
        reached(decide(claim(POOL, 7000), Goal.GONE, theirs));
        reached(decide(claim(POOL, 7000), Goal.DETACHED, theirs));
    }

    @Test
    void aPortThatSomebodyElseHasIsSteppedAround() {
        Key key = claim(POOL, 7000).keys().iterator().next();
        Step<ServiceClaim, ServiceFacts> step = decide(
                held(claim(POOL, 7000)),
                Goal.SERVE,
                new ServiceFacts(Optional.empty(), Map.of(key, "web/shop"), Map.of()));
        assertThat(conflict(step).keys()).isEqualTo(Set.of(key));
        assertThat(conflict(step).message()).contains("web/shop");
        assertThat(waiting(decide(
                                held(claim(POOL, 7000)),
                                Goal.SERVE,
                                new ServiceFacts(Optional.empty(), Map.of(), Map.of(key, "games/game-9"))))
                        .message())
                .contains("games/game-9");
    }

    @Test
    void aPodThatLosesItsLabelIsNotReady() {
        assertThat(waiting(decide(
                                held(
                                        claim(POOL, 7000),
                                        claim(POOL, 7000).keys(),
                                        Cases.pod("game-0", Map.of(), Map.of())),
                                Goal.SERVE,
                                ServiceFacts.NOTHING))
                        .message())
                .contains(ServiceShape.POD_NAME);
    }
}
