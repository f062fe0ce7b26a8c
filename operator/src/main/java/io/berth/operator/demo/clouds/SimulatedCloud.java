package io.berth.operator.demo.clouds;

import java.util.List;
import java.util.Map;

/** One vendor, simulated in this process and served over HTTP. */
interface SimulatedCloud extends AutoCloseable {
    /** The network type that it serves in the demo. */
    String networkType();

    /** By which parameter a pod names its balancers. */
    String idsParameter();

    /** The ids of the balancers that the demo's own workload names. */
    List<String> usualIds();

    /** Makes a balancer of this id, unless there is one. */
    void makeBalancer(String id);

    /** Settings of an account, {@code type} and endpoint among them. */
    Map<String, String> account();

    /** A pod has got this IP. */
    void attach(String ip);

    void detach(String ip);

    /** What stands on its balancers, one line each. */
    List<String> standing();

    @Override
    void close();
}
