package io.berth.runtime.usage;

import static java.util.Objects.requireNonNull;

import io.berth.spi.ContainerPort;
import io.berth.spi.NodeView;
import io.berth.spi.Numbers;
import io.berth.spi.PodRef;
import io.berth.spi.PodView;
import io.berth.spi.Protocol;
import io.berth.spi.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Counts the host ports of all pods of the cluster and of this replica's own recent admission answers. The pods are
 * what counts: a number may be used by more pods than there are nodes, and each pod gives back what it was seen with,
 * whoever chose its ports. One step costs about the same for any number of pods, nodes and ports.
 *
 * <p>Versions of one pod are fed in their order, and none after {@link #gone}. Not thread-safe: the engine calls it
 * under its lock.
 */
public final class HostPortUsage implements Usage {
    /** More ways to look at the counts than this are not kept; they are made again when they are used again. */
    static final int MAX_VIEWS = 16;

    private static final class Answered {
        private final String admissionId;
        private final int[] ports;
        private final Instant until;

        Answered(String admissionId, int[] ports, Instant until) {
            this.admissionId = admissionId;
            this.ports = ports;
            this.until = until;
        }
    }

    private final UseCounts counts = new UseCounts();
    private final List<LevelView> views = new ArrayList<>(2);
    private final PortsByUid portsByUid = new PortsByUid();
    private final Map<String, Answered> answers = new HashMap<>();
    /** With those that were dropped meanwhile: taking them out of the middle would cost more. */
    private final PriorityQueue<Answered> answersByEnd =
            new PriorityQueue<>(Comparator.comparing((Answered answered) -> answered.until));

    private final Set<String> schedulable = new HashSet<>();
    private final IntUnaryOperator start;

    /**
     * @param start given a bound, a number from 0 to below the bound: how far from the lowest allowed number the search
     *     among equally used ones begins. Random in production, so that replicas seldom answer alike;
     *     {@code bound -> 0} for the lowest
     */
    public HostPortUsage(IntUnaryOperator start) {
        this.start = requireNonNull(start, "start is null");
    }

    /** The pod as it is now takes the place of what was known of it; one that has ended uses nothing. */
    public void seen(PodView pod) {
        seen(pod, Optional.empty());
    }

    /**
     * The same, for a pod that says which of our answers it was admitted with. The answer stops counting if the pod has
     * its ports: a copied template carries the id without them.
     */
    public void seen(PodView pod, Optional<String> admissionId) {
        int[] declared = HostPorts.of(pod.template());
        if (admissionId.isPresent()) {
            Answered answered = answers.get(admissionId.get());
            if (answered != null && HostPorts.contain(declared, answered.ports)) {
                drop(answered);
            }
        }
        replace(pod.uid(), pod.isFinished() ? HostPorts.none() : declared);
    }

    /** The pod is no more; an unknown one is no matter. */
    public void gone(PodRef pod) {
        replace(pod.uid(), HostPorts.none());
    }

    /**
     * These host ports were given to a pod that is about to be created. They count until it is seen with this id, or
     * until {@link #expire} is called at or after {@code until}; an earlier answer under the id counts no longer.
     */
    public void answered(String admissionId, Collection<ContainerPort> ports, Instant until) {
        requireNonNull(until, "until is null");
        Answered earlier = answers.get(admissionId);
        if (earlier != null) {
            drop(earlier);
        }
        Answered answered = new Answered(admissionId, HostPorts.of(ports), until);
        if (answered.ports.length > 0) {
            answers.put(admissionId, answered);
            answersByEnd.add(answered);
            add(answered.ports, 1);
        }
    }

    /** Forgets the answers whose pods did not appear in time. */
    public void expire(Instant now) {
        for (Answered next = answersByEnd.peek();
                next != null && !next.until.isAfter(now);
                next = answersByEnd.peek()) {
            answersByEnd.remove();
            if (answers.remove(next.admissionId, next)) {
                add(next.ports, -1);
            }
        }
    }

    public void node(NodeView node) {
        if (node.schedulable()) {
            schedulable.add(node.name());
        } else {
            schedulable.remove(node.name());
        }
    }

    public void nodeGone(String name) {
        schedulable.remove(name);
    }

    @Override
    public int schedulableNodes() {
        return schedulable.size();
    }

    @Override
    public int count(Protocol protocol, int number) {
        return number < 1 || number > 65_535 ? 0 : counts.get(protocol, number);
    }

    @Override
    public Optional<List<Integer>> leastUsed(Numbers numbers, List<Set<Protocol>> slots) {
        if (slots.isEmpty()) {
            return Optional.of(List.of());
        }
        if (numbers.size() < slots.size()) {
            return Optional.empty();
        }
        if (slots.size() == 1) {
            LevelView view = view(numbers, Protocols.mask(slots.get(0)));
            return Optional.of(List.of(view.ascent(startIn(view)).next()));
        }
        return Optional.of(distinct(numbers, slots));
    }

    private List<Integer> distinct(Numbers numbers, List<Set<Protocol>> slots) {
        LevelView.Ascent[] ascents = new LevelView.Ascent[1 << Protocols.COUNT];
        BitSet used = new BitSet();
        int[] chosen = new int[slots.size()];
        int begin = -1;
        for (int slot = 0; slot < chosen.length; slot++) {
            int mask = Protocols.mask(slots.get(slot));
            if (ascents[mask] == null) {
                LevelView view = view(numbers, mask);
                begin = begin < 0 ? startIn(view) : begin;
                ascents[mask] = view.ascent(begin);
            }
            int number = ascents[mask].next();
            while (used.get(number)) {
                number = ascents[mask].next();
            }
            used.set(number);
            chosen[slot] = number;
        }
        return IntStream.of(chosen).boxed().toList();
    }

    private int startIn(LevelView view) {
        return view.first() + start.applyAsInt(view.span());
    }

    private LevelView view(Numbers numbers, int protocols) {
        for (int i = 0; i < views.size(); i++) {
            if (views.get(i).isFor(numbers, protocols)) {
                return views.get(i);
            }
        }
        if (views.size() == MAX_VIEWS) {
            views.clear();
        }
        LevelView view = new LevelView(numbers, protocols, number -> counts.most(protocols, number));
        views.add(view);
        return view;
    }

    private void replace(String uid, int[] now) {
        int[] before = now.length == 0 ? portsByUid.remove(uid) : portsByUid.put(uid, now);
        if (!Arrays.equals(before, now)) {
            add(before, -1);
            add(now, 1);
        }
    }

    private void drop(Answered answered) {
        answers.remove(answered.admissionId);
        add(answered.ports, -1);
    }

    private void add(int[] ports, int change) {
        for (int packed : ports) {
            Protocol protocol = HostPorts.protocol(packed);
            int number = HostPorts.number(packed);
            counts.add(protocol, number, change);
            for (int i = 0; i < views.size(); i++) {
                LevelView view = views.get(i);
                if (view.concerns(Protocols.bit(protocol), number)) {
                    view.move(number, counts.most(view.protocols(), number));
                }
            }
        }
    }
}
