package io.berth.plugin.clb.service;

import io.berth.plugin.clb.service.ServiceMark.Owned;
import io.berth.spi.Addresses;
import io.berth.spi.Command;
import io.berth.spi.Goal;
import io.berth.spi.Held;
import io.berth.spi.IpAddress;
import io.berth.spi.Key;
import io.berth.spi.Lane;
import io.berth.spi.Occupant;
import io.berth.spi.PodRef;
import io.berth.spi.PodView;
import io.berth.spi.PoolId;
import io.berth.spi.Protocol;
import io.berth.spi.Reason;
import io.berth.spi.Seen;
import io.berth.spi.Step;
import io.berth.spi.Urgency;
import io.berth.spi.cloud.service.ServiceDraft;
import io.berth.spi.cloud.service.ServiceIngress;
import io.berth.spi.cloud.service.ServicePort;
import io.berth.spi.cloud.service.ServiceType;
import io.berth.spi.cloud.service.ServiceView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The next step for one holder. A name is a Service's only once, so nothing is made twice; what has the name and is not
 * ours stays as it is. What OpenKruiseGame has made for this very pod is taken over as it stands: the claim follows it.
 */
final class ServiceDecision {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(5);
    private static final int AT_ONCE = 8;

    private final ServiceShape shape;
    private final ServiceAllotment allotment;
    private final PoolId payer;
    private final Held<ServiceClaim, ServiceFacts> held;
    private final Goal goal;
    private final Seen<ServiceFacts> seen;
    private final ServiceFacts facts;
    private final PodRef pod;
    private final Optional<ServicePlan> plan;
    private final Optional<ServiceParameters> parameters;

    /** @param payer whose cloud is asked where the holder has no pool */
    ServiceDecision(
            ServiceShape shape,
            ServiceAllotment allotment,
            PoolId payer,
            Held<ServiceClaim, ServiceFacts> held,
            Goal goal,
            Optional<ServiceParameters> parameters,
            Seen<ServiceFacts> seen) {
        this.shape = shape;
        this.allotment = allotment;
        this.payer = payer;
        this.held = held;
        this.goal = goal;
        this.seen = seen;
        this.facts = seen.facts().orElse(ServiceFacts.NOTHING);
        this.pod = held.podRef();
        this.parameters = parameters;
        this.plan = held.claim()
                .map(ServicePlan::of)
                .or(() -> parameters.filter(own -> own.pools().isEmpty()).map(ServicePlan::of));
    }

    Step<ServiceClaim, ServiceFacts> next() {
        return switch (goal) {
            case GONE -> own().map(this::takeAway).orElseGet(this::proven);
            case DETACHED -> own().map(this::detach).orElseGet(this::proven);
            case QUIET -> Step.Reached.with(plan.map(this::addresses).orElse(Addresses.NONE));
            case SERVE -> plan.map(this::serve).orElseGet(() -> Step.Reached.with(Addresses.NONE));
        };
    }

    private Optional<ServiceView> own() {
        return facts.service().filter(service -> shape.mark().of(service, pod) == Owned.OWN);
    }

    private Step<ServiceClaim, ServiceFacts> proven() {
        return seen.absenceIsProof()
                ? Step.Reached.with(Addresses.NONE)
                : waiting(SOON, "a request that was not answered may still arrive");
    }

    private static Step<ServiceClaim, ServiceFacts> waiting(Duration again, String message) {
        return new Step.Waiting<>(Reason.OBSERVING, message, again);
    }

    // Taking away.

    private Step<ServiceClaim, ServiceFacts> takeAway(ServiceView service) {
        return service.deleting()
                ? waiting(SOON, "%s is being deleted; it stays until its finalizers are gone".formatted(name(service)))
                : delete(service);
    }

    private Step.Act<ServiceClaim, ServiceFacts> delete(ServiceView service) {
        return act(
                Urgency.UNBIND,
                new ServiceCalls.DeleteService(payer, touched(), service.namespace(), service.name(), service.uid()));
    }

    private Step<ServiceClaim, ServiceFacts> detach(ServiceView service) {
        if (service.deleting() || plan.isEmpty()) {
            return takeAway(service);
        }
        Optional<ServiceClaim> adopted = adopted(service);
        if (adopted.isPresent()) {
            return new Step.Reached<>(adopted, Addresses.NONE);
        }
        ServiceDraft wanted = shape.draft(plan.get(), pod, false);
        if (shape.isOther(wanted, service)) {
            return delete(service);
        }
        return shape.repair(wanted, service)
                .<Step<ServiceClaim, ServiceFacts>>map(draft -> replace(Urgency.UNBIND, draft, service))
                .orElseGet(() -> Step.Reached.with(Addresses.NONE));
    }

    // Serving.

    private Step<ServiceClaim, ServiceFacts> serve(ServicePlan wanted) {
        Optional<PodView> unfindable = held.pod().filter(view -> !ServiceShape.canBeFound(view));
        if (unfindable.isPresent()) {
            return new Step.Waiting<>(
                    Reason.BAD_PARAMETERS, ServiceAllotment.unfindable(unfindable.get()), Duration.ZERO);
        }
        if (facts.service().isEmpty()) {
            return inTheWay()
                    .orElseGet(() -> act(
                            shape.controller().isPresent() ? Urgency.BIND : Urgency.FINISH,
                            new ServiceCalls.CreateService(payer, touched(), shape.draft(wanted, pod, true))));
        }
        ServiceView service = facts.service().get();
        return switch (shape.mark().of(service, pod)) {
            case FOREIGN ->
                new Step.Conflict<>(
                        Set.of(),
                        "%s is not ours, and the pod needs this name for its own; remove or rename it"
                                .formatted(name(service)));
            case FORMER -> evict(service);
            case OWN -> serve(wanted, service);
        };
    }

    /** The garbage collector does it too, and is alone in it where OpenKruiseGame has made the Service. */
    private Step<ServiceClaim, ServiceFacts> evict(ServiceView service) {
        Optional<PodRef> former = ServiceMark.podOf(service);
        if (service.deleting() || former.isEmpty() || !shape.mark().isOurs(service)) {
            return waiting(SOON, "%s of a former pod is going".formatted(name(service)));
        }
        return delete(service).evicting(new Occupant.Pod(former.get()));
    }

    private Step<ServiceClaim, ServiceFacts> serve(ServicePlan wanted, ServiceView service) {
        if (service.deleting()) {
            return waiting(SOON, "%s is being deleted; it is made again then".formatted(name(service)));
        }
        Optional<Step<ServiceClaim, ServiceFacts>> takenOver = takeOver(service);
        if (takenOver.isPresent()) {
            return takenOver.get();
        }
        ServiceDraft draft = shape.draft(wanted, pod, true);
        if (shape.isOther(draft, service)) {
            return delete(service);
        }
        Optional<ServiceDraft> repair = shape.repair(draft, service);
        if (repair.isPresent()) {
            return replace(shape.controller().isPresent() ? Urgency.BIND : Urgency.FINISH, repair.get(), service);
        }
        return shape.form()
                .fold(
                        balanced -> balanced(wanted, service),
                        external -> arrived(() -> addresses(wanted)),
                        node -> onNode(wanted, service));
    }

    private Step<ServiceClaim, ServiceFacts> balanced(ServicePlan wanted, ServiceView service) {
        if (service.ingress().isEmpty()) {
            return inTheWay()
                    .orElseGet(() -> waiting(
                            SOON,
                            "the cloud's controller has not served %s yet; see the Service's events"
                                    .formatted(name(service))));
        }
        List<String> errors = service.ingress().stream()
                .flatMap(ingress -> ingress.portErrors().stream())
                .toList();
        if (!errors.isEmpty()) {
            return new Step.Waiting<>(
                    Reason.FAR_SIDE_UNAVAILABLE,
                    "the cloud's controller cannot serve %s: %s".formatted(name(service), errors),
                    LATER);
        }
        return arrived(() -> addresses(wanted));
    }

    private Step<ServiceClaim, ServiceFacts> onNode(ServicePlan wanted, ServiceView service) {
        Optional<String> node = held.node().flatMap(PublishedServices::address);
        if (held.node().isEmpty()) {
            return new Step.Waiting<>(Reason.POD_NOT_SCHEDULED, "the pod has no node yet", Duration.ZERO);
        }
        if (node.isEmpty()) {
            return new Step.Waiting<>(
                    Reason.NO_NODE_ADDRESS,
                    "node %s has no address".formatted(held.node().get().name()),
                    Duration.ZERO);
        }
        if (wanted.lines().stream()
                .anyMatch(line -> PublishedServices.nodePort(service, line).isEmpty())) {
            return waiting(SOON, "%s has no node port yet".formatted(name(service)));
        }
        return arrived(() -> PublishedServices.onNode(wanted, ip(), node.get(), service));
    }

    private interface Told {
        Addresses addresses();
    }

    private Step<ServiceClaim, ServiceFacts> arrived(Told told) {
        if (ip().isEmpty()) {
            return new Step.Waiting<>(Reason.POD_HAS_NO_IP, "the pod has no IP yet", Duration.ZERO);
        }
        Optional<ServiceClaim> claim = held.claim();
        if (claim.isPresent() && !claim.get().keys().containsAll(held.keys()) && !seen.absenceIsProof()) {
            return waiting(SOON, "what is not claimed any more may still be there");
        }
        return new Step.Reached<>(claim, told.addresses());
    }

    /** Somebody else has a port that the pod was promised. */
    private Optional<Step<ServiceClaim, ServiceFacts>> inTheWay() {
        Set<Key> mine = held.claim().map(ServiceClaim::keys).orElse(Set.of());
        for (Key key : sorted(mine)) {
            String other = facts.foreign().get(key);
            if (other != null) {
                Set<Key> keys = new LinkedHashSet<>(facts.foreign().keySet());
                keys.add(key);
                return Optional.of(new Step.Conflict<>(
                        keys,
                        "Service %s, which is not ours, has %s; remove it or block the number".formatted(other, key)));
            }
            String left = facts.leftover().get(key);
            if (left != null) {
                return Optional.of(waiting(SOON, "Service %s of a former holder still has %s".formatted(left, key)));
            }
        }
        return Optional.empty();
    }

    private static List<Key> sorted(Set<Key> keys) {
        return keys.stream()
                .sorted((a, b) -> a.toString().compareTo(b.toString()))
                .toList();
    }

    // What OpenKruiseGame has made.

    /** The claim has other numbers than the pod's players use: it takes theirs. */
    private Optional<Step<ServiceClaim, ServiceFacts>> takeOver(ServiceView service) {
        Optional<ServiceClaim> adopted = adopted(service);
        if (adopted.isEmpty()) {
            return Optional.empty();
        }
        Optional<ServiceClaim.Line> outside = adopted.get().lines().stream()
                .filter(line -> !allotment.gives(line.number()))
                .findFirst();
        if (outside.isPresent()) {
            return Optional.of(new Step.Waiting<>(
                    Reason.CONFLICT,
                    "%s, made by OpenKruiseGame, has port %d of %s, which the settings do not give; widen 'range', or delete the Service"
                            .formatted(
                                    name(service),
                                    outside.get().number(),
                                    adopted.get().pool().id()),
                    LATER));
        }
        if (service.type() == ServiceType.LOAD_BALANCER && service.ingress().isEmpty()) {
            return Optional.of(waiting(SOON, "the cloud's controller has not served %s yet".formatted(name(service))));
        }
        if (ip().isEmpty()) {
            return Optional.of(new Step.Waiting<>(Reason.POD_HAS_NO_IP, "the pod has no IP yet", Duration.ZERO));
        }
        return Optional.of(new Step.Reached<>(adopted, addresses(ServicePlan.of(adopted.get()))));
    }

    /** The claim as the Service has it; empty where it is so already, or the Service is none to follow. */
    private Optional<ServiceClaim> adopted(ServiceView service) {
        Optional<ServiceClaim> claim = held.claim();
        Optional<PoolId> pool = shape.poolId(service)
                .filter(id -> parameters.map(own -> own.pools().contains(id)).orElse(true))
                .map(allotment::pool);
        if (claim.isEmpty() || pool.isEmpty() || !shape.mark().isOkgs(service)) {
            return Optional.empty();
        }
        List<ServiceClaim.Line> lines = new ArrayList<>();
        for (ServiceClaim.Line line : claim.get().lines()) {
            Optional<Integer> number = number(service, line.protocol(), line.containerPort());
            if (number.isEmpty()) {
                return Optional.empty();
            }
            lines.add(new ServiceClaim.Line(line.protocol(), number.get(), line.containerPort()));
        }
        ServiceClaim adopted = new ServiceClaim(
                pool.get(), lines, claim.get().whole(), claim.get().traits());
        return Optional.of(adopted).filter(one -> !one.equals(claim.get()));
    }

    private static Optional<Integer> number(ServiceView service, Protocol protocol, int target) {
        return service.ports().stream()
                .filter(port -> port.protocol() == protocol && port.targetPort().equals(Integer.toString(target)))
                .map(ServicePort::port)
                .findFirst();
    }

    // What is the same everywhere.

    private Addresses addresses(ServicePlan of) {
        List<ServiceIngress> ingress = own().map(ServiceView::ingress).orElse(List.of());
        return shape.form()
                .fold(
                        balanced -> PublishedServices.balanced(of, ip(), ingress),
                        external -> PublishedServices.external(of, ip()),
                        node -> Addresses.NONE);
    }

    private Optional<IpAddress> ip() {
        return held.pod()
                .filter(view -> !view.isFinished())
                .flatMap(view -> view.ips().stream().findFirst());
    }

    private Step.Act<ServiceClaim, ServiceFacts> replace(Urgency urgency, ServiceDraft draft, ServiceView service) {
        return act(
                urgency,
                new ServiceCalls.ReplaceService(payer, touched(), draft, service.uid(), service.resourceVersion()));
    }

    private Step.Act<ServiceClaim, ServiceFacts> act(Urgency urgency, Command<?, ?> command) {
        return Step.Act.of(new Lane(payer.toString(), AT_ONCE), urgency, command);
    }

    /** One object stands for all that the holder has. */
    private Set<Key> touched() {
        return held.keys();
    }

    private static String name(ServiceView service) {
        return "Service %s/%s".formatted(service.namespace(), service.name());
    }
}
