package io.berth.tck.loadbalancer;

import io.berth.spi.cloud.CloudFactory;
import io.berth.spi.cloud.loadbalancer.Front;
import io.berth.spi.config.NameValue;
import io.berth.tck.sim.FarSide.Mood;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** A vendor's balancers as they truly are, with the hands of those who meddle with them. Used by one thread. */
public interface TrueBalancers {
    /** What requests that come late have done by now is in it. */
    BalancerState now();

    /** The address, or the host name, of each balancer by its id. At least two. */
    SortedMap<String, String> addresses();

    /** How many listeners one of them takes. */
    int listenersPerBalancer();

    // The network and the people around.

    /** The IP has got a network interface. */
    void attach(String ip);

    void detach(String ip);

    /** Somebody puts a listener there, unless there is one. */
    void putForeign(String balancer, Front front);

    void deleteListener(String balancer, String id);

    /** Somebody takes all targets out of a group. */
    void empty(String balancer, String groupId);

    void mood(Mood mood);

    // How it is reached.

    CloudFactory<?> cloud();

    /** The settings of an account for this identity. */
    List<NameValue> account();

    /** What the host gives to the cloud, by type. */
    Map<Class<?>, Object> provided();
}
