package io.berth.tck.kit;

import io.berth.spi.IpAddress;
import io.berth.spi.Key;
import io.berth.spi.PodRef;
import io.berth.spi.PodView;
import io.berth.tck.kit.Shown.Door;
import io.berth.tck.sim.FarSide;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What several themes expect of a world. */
final class Expect {
    private Expect() {}

    static void ready(KitWorld world, PodRef pod, Rule rule) {
        if (!world.until(KitWorld.PATIENCE, () -> world.isReady(pod))) {
            throw new BrokenRule(
                    rule, "%s is not ready after %s; %s".formatted(pod.name(), KitWorld.PATIENCE, world.story(pod)));
        }
    }

    /** Each of its doors leads to it, and to nobody else. */
    static void served(KitWorld world, PodRef pod) {
        Set<String> own = world.api().read(pod).map(PodView::ips).orElse(List.of()).stream()
                .map(IpAddress::text)
                .collect(Collectors.toSet());
        Shown shown = world.shown(pod);
        if (shown.addresses().external().isEmpty()) {
            throw new BrokenRule(Rule.READY_IS_TRUE, pod.name() + " is shown as ready without any external address");
        }
        for (Door door : shown.doors()) {
            Set<String> behind = world.cluster().behind(door.ip(), door.protocol(), door.port());
            if (behind.size() != 1 || !own.containsAll(behind)) {
                throw new BrokenRule(
                        Rule.READY_IS_TRUE,
                        "%s is shown as ready at %s, and has %s; a client reaches %s there; %s"
                                .formatted(pod.name(), door, own, behind, world.story(pod)));
            }
        }
    }

    /** All that stands outside stands on keys of stored claims. */
    static void namedByClaims(KitWorld world) {
        Set<Key> keys = new HashSet<>();
        world.api().pods().forEach(pod -> keys.addAll(world.shown(pod.ref()).keys()));
        for (FarSide.Marked thing : world.outside().standing()) {
            Set<Key> unnamed = new HashSet<>(thing.keys());
            unnamed.removeAll(keys);
            if (!unnamed.isEmpty()) {
                throw new BrokenRule(
                        Rule.STANDS_ON_ITS_KEYS,
                        "outside there is %s, and no stored claim names %s; they name %s"
                                .formatted(thing.what(), unnamed, keys));
            }
        }
    }

    static void gone(KitWorld world, PodRef pod, Rule rule) {
        if (!world.until(KitWorld.PATIENCE, () -> world.isGone(pod))) {
            throw new BrokenRule(
                    rule, "%s is still there after %s; %s".formatted(pod.name(), KitWorld.PATIENCE, world.story(pod)));
        }
        if (!world.debts().all().isEmpty()) {
            throw new BrokenRule(
                    rule,
                    "%s has gone and left the debt %s; %s"
                            .formatted(pod.name(), world.debts().all(), world.story(pod)));
        }
    }

    /** Nothing of the pod, and nothing on the keys that it had. */
    static void nothingLeft(KitWorld world, PodRef pod, Set<Key> had, Rule rule) {
        for (FarSide.Marked thing : world.outside().standing()) {
            boolean its = thing.holder().equals(Optional.of(pod))
                    || thing.keys().stream().anyMatch(had::contains);
            if (its) {
                throw new BrokenRule(
                        rule,
                        "%s is let go, and outside there is still %s; %s"
                                .formatted(pod.name(), thing.what(), world.story(pod)));
            }
        }
    }

    /** Nothing at all, once everything has gone. */
    static void empty(KitWorld world, PodRef last, Rule rule) {
        if (!world.until(
                KitWorld.PATIENCE,
                () -> world.outside().standing().isEmpty()
                        && world.debts().all().isEmpty())) {
            throw new BrokenRule(
                    rule,
                    "every pod has gone, and there are still %s and the debts %s; %s"
                            .formatted(world.outside().standing(), world.debts().all(), world.story(last)));
        }
    }

    /** Nobody has written to the pod, and nothing has changed outside. */
    static void unchanged(KitWorld world, PodRef pod, int writes, List<FarSide.Marked> standing, Rule rule) {
        if (world.writes(pod) != writes) {
            throw new BrokenRule(
                    rule,
                    "%s was ready, and was written again: %s; %s"
                            .formatted(pod.name(), world.writesAfter(pod, writes), world.story(pod)));
        }
        if (!world.outside().standing().equals(standing)) {
            throw new BrokenRule(
                    rule,
                    "%s was ready, and outside %s has become %s"
                            .formatted(pod.name(), standing, world.outside().standing()));
        }
        if (!world.isReady(pod)) {
            throw new BrokenRule(rule, "%s was ready, and is no more; %s".formatted(pod.name(), world.story(pod)));
        }
    }

    static void sameDoors(KitWorld world, PodRef pod, Set<Door> before, Rule rule) {
        if (!world.shown(pod).doors().equals(before)) {
            throw new BrokenRule(
                    rule,
                    "%s was reached at %s, and is now at %s; %s"
                            .formatted(pod.name(), before, world.shown(pod).doors(), world.story(pod)));
        }
    }
}
