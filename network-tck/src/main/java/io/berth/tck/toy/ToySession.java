package io.berth.tck.toy;

import io.berth.spi.NetworkException;
import io.berth.spi.Protocol;
import io.berth.tck.toy.ToyState.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One client's requests. */
record ToySession(ToyVendor vendor, String sender) implements ToyApi {
    private static final int PAGE = 3;

    @Override
    public String address(String balancer) {
        return vendor.read(sender, balancer, false, state -> vendor.address(balancer));
    }

    @Override
    public Page<Listener> listeners(String balancer, Optional<String> token) {
        return vendor.read(sender, balancer, true, state -> {
            Map<String, Listener> all = new LinkedHashMap<>();
            state.listeners().forEach((place, listener) -> {
                if (place.balancer().equals(balancer)) {
                    all.put("%s/%05d".formatted(place.protocol(), place.port()), listener);
                }
            });
            return page(all, token);
        });
    }

    @Override
    public Page<Group> groups(String balancer, Optional<String> token) {
        return vendor.read(sender, balancer, true, state -> {
            Map<String, Group> all = new LinkedHashMap<>();
            state.groups().forEach((id, stored) -> {
                if (stored.balancer().equals(balancer)) {
                    all.put(id, stored.group());
                }
            });
            return page(all, token);
        });
    }

    /** The token is the last item's name: what comes and goes meanwhile hides nothing else. */
    private static <T> Page<T> page(Map<String, T> all, Optional<String> token) {
        List<T> items = new ArrayList<>();
        String last = "";
        boolean more = false;
        for (Map.Entry<String, T> entry : all.entrySet()) {
            if (token.isPresent() && entry.getKey().compareTo(token.get()) <= 0) {
                continue;
            }
            if (items.size() == PAGE) {
                more = true;
                break;
            }
            items.add(entry.getValue());
            last = entry.getKey();
        }
        return new Page<>(items, more ? Optional.of(last) : Optional.empty());
    }

    @Override
    public Optional<Group> group(String balancer, String groupId) {
        return vendor.read(
                sender,
                balancer,
                false,
                state -> Optional.ofNullable(state.groups().get(groupId))
                        .filter(stored -> stored.balancer().equals(balancer))
                        .map(ToyState.Stored::group));
    }

    @Override
    public Map<String, String> interfaces(Set<String> ips) {
        if (ips.size() > IPS_A_CALL) {
            throw new NetworkException(
                    NetworkException.Kind.INVALID, "%d IPs; give at most %d".formatted(ips.size(), IPS_A_CALL));
        }
        String any = vendor.balancers().iterator().next();
        return vendor.read(sender, any, true, state -> {
            Map<String, String> found = new LinkedHashMap<>();
            ips.stream()
                    .sorted()
                    .forEach(ip ->
                            Optional.ofNullable(state.interfaces().get(ip)).ifPresent(id -> found.put(ip, id)));
            return found;
        });
    }

    @Override
    public String createGroup(String balancer, String mark) {
        ToyWrite write = write("createGroup", balancer, Optional.of(mark), Optional.empty(), List.of());
        return vendor.write(write, (rules, state) -> rules.createGroup(state, balancer, mark));
    }

    @Override
    public void createListener(String balancer, Listener listener) {
        ToyWrite write = write(
                "createListener",
                balancer,
                Optional.of(listener.mark()),
                Optional.of(new Place(balancer, listener.protocol(), listener.port())),
                List.of(listener.groupId()));
        vendor.write(write, (rules, state) -> rules.createListener(state, balancer, listener));
    }

    @Override
    public void bind(String balancer, List<Binding> bindings) {
        ToyWrite write = new ToyWrite(
                sender,
                "bind",
                balancer,
                Optional.empty(),
                Optional.empty(),
                bindings.stream().map(Binding::groupId).toList(),
                bindings,
                Optional.empty());
        vendor.write(write, (rules, state) -> rules.bind(state, balancer, bindings));
    }

    @Override
    public void unbind(String balancer, String groupId, String interfaceId) {
        ToyWrite write = new ToyWrite(
                sender,
                "unbind",
                balancer,
                Optional.empty(),
                Optional.empty(),
                List.of(groupId),
                List.of(),
                Optional.of(interfaceId));
        vendor.write(write, (rules, state) -> rules.unbind(state, balancer, groupId, interfaceId));
    }

    @Override
    public void deleteListener(String balancer, Protocol protocol, int port, String groupId) {
        Place place = new Place(balancer, protocol, port);
        ToyWrite write = write("deleteListener", balancer, Optional.empty(), Optional.of(place), List.of());
        vendor.write(write, (rules, state) -> rules.deleteListener(state, place, groupId));
    }

    @Override
    public void deleteGroup(String balancer, String groupId) {
        ToyWrite write = write("deleteGroup", balancer, Optional.empty(), Optional.empty(), List.of(groupId));
        vendor.write(write, (rules, state) -> rules.deleteGroup(state, balancer, groupId));
    }

    private ToyWrite write(
            String action, String balancer, Optional<String> mark, Optional<Place> place, List<String> groupIds) {
        return new ToyWrite(sender, action, balancer, mark, place, groupIds, List.of(), Optional.empty());
    }
}
