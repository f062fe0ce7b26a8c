package io.berth.tck.sim;

import io.berth.runtime.Providers;
import io.berth.spi.Identity;
import io.berth.spi.Key;
import io.berth.spi.PodRef;
import io.berth.spi.PodView;
import io.berth.spi.PoolId;
import io.berth.spi.PortSpace;
import io.berth.spi.Protocol;
import io.berth.spi.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A far side that is whatever a test says it is. */
final class PlayedFarSide implements FarSide {
    static final String ADDRESS = "198.51.100.1";

    final List<Marked> marked = new ArrayList<>();
    final Set<Key> hidden = new HashSet<>();
    final Set<Key> foreign = new HashSet<>();
    final Set<Reason> explained = new HashSet<>();
    boolean fits = true;
    boolean freeable = true;
    private final Map<Integer, Set<String>> behind = new HashMap<>();

    static Key port(int number) {
        return new Key.Port(new PoolId("lb", "toy", "main", "lb-1"), PortSpace.TCP, number);
    }

    void leads(int port, String... ips) {
        behind.put(port, Set.of(ips));
    }

    @Override
    public String networkType() {
        return "Played";
    }

    @Override
    public Equipment equip(Identity identity, Gate gate) {
        return new Equipment(Providers.of(List.of(), List.of()), Map.of(), List.of(), Map.of());
    }

    @Override
    public void judge(Judge judge) {}

    @Override
    public void mood(Mood mood) {}

    @Override
    public String goodConf(Chance chance) {
        return "[]";
    }

    @Override
    public String badConf(Chance chance) {
        return "bad";
    }

    @Override
    public void podUp(PodRef pod, String ip) {}

    @Override
    public void podDown(PodRef pod, String ip) {}

    @Override
    public Optional<Meddling> meddle(Chance chance) {
        return Optional.empty();
    }

    @Override
    public void tidy() {}

    @Override
    public List<Marked> marked() {
        return List.copyOf(marked);
    }

    @Override
    public Set<String> reach(String address, Protocol protocol, int port) {
        return address.equals(ADDRESS) ? behind.getOrDefault(port, Set.of()) : Set.of();
    }

    @Override
    public boolean fits(PodView pod, List<Door> doors) {
        return fits;
    }

    @Override
    public boolean wasHiddenFrom(String sender, Key key) {
        return hidden.contains(key);
    }

    @Override
    public boolean isForeign(Key key) {
        return foreign.contains(key);
    }

    @Override
    public boolean canBeFreed(Set<Key> keys) {
        return freeable;
    }

    @Override
    public boolean explains(Reason reason, PodView pod, Set<Key> held) {
        return explained.contains(reason);
    }
}
