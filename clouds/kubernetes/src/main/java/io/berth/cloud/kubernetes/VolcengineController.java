package io.berth.cloud.kubernetes;

import io.berth.spi.cloud.service.ControllerRules;
import io.berth.spi.config.Option;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** VKE's controller, told as OpenKruiseGame tells it: the CLB has to be made beforehand, in the same VPC. */
final class VolcengineController implements ControllerRules {
    private static final String PREFIX = "service.beta.kubernetes.io/volcengine-loadbalancer-";
    private static final String ID = PREFIX + "id";
    private static final String SCHEDULER = PREFIX + "scheduler";
    private static final String ADDRESS_TYPE = PREFIX + "address-type";

    @Override
    public String balancerAnnotation() {
        return ID;
    }

    @Override
    public List<Option<String>> parameters() {
        return List.of();
    }

    @Override
    public Map<String, String> annotations(String balancer, Map<String, String> values) {
        return Map.of(SCHEDULER, "wrr", ADDRESS_TYPE, "PUBLIC", ID, balancer);
    }

    @Override
    public Set<String> written() {
        return Set.of(SCHEDULER, ADDRESS_TYPE, ID);
    }

    @Override
    public Map<String, String> labels() {
        return Map.of();
    }
}
