package io.berth.spi.cloud.service;

import io.berth.spi.config.Option;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a cloud's own controller is told by a Service which load balancer it has to make listeners on, and how. Pure, and
 * safe for several threads.
 */
public interface ControllerRules {
    /** The annotation that names the load balancer; users cannot set it by themselves. */
    String balancerAnnotation();

    /** Parameters that only this controller's Services have, each with a default. */
    List<Option<String>> parameters();

    /**
     * All annotations, that of the load balancer among them.
     *
     * @param values of {@link #parameters()}, by the option's name, defaults included
     */
    Map<String, String> annotations(String balancer, Map<String, String> values);

    /** All annotations that {@link #annotations} may write: those that it does not write now are taken off. */
    Set<String> written();

    /** Labels that its Services have besides. */
    Map<String, String> labels();
}
