package io.berth.cloud.aws;

import io.berth.spi.NetworkType;
import io.berth.spi.cloud.Cloud;
import io.berth.spi.cloud.CloudContext;
import io.berth.spi.cloud.CloudFactory;
import io.berth.spi.cloud.Rate;
import io.berth.spi.cloud.loadbalancer.LoadBalancerReads;
import io.berth.spi.cloud.loadbalancer.LoadBalancerRules;
import io.berth.spi.cloud.loadbalancer.LoadBalancerWrites;
import io.berth.spi.config.ConfigSchema;
import io.berth.spi.config.Dialect;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * AWS: network load balancers, by Elastic Load Balancing v2. A balancer is named by its ARN. A host that provides a
 * {@link SdkHttpClient} has all requests sent by it; it sets its own timeouts.
 *
 * <p>The credentials need, of {@code elasticloadbalancing}: DescribeLoadBalancers, DescribeListeners,
 * DescribeTargetGroups, DescribeTargetHealth, DescribeTags, CreateTargetGroup, CreateListener, AddTags (of what is being
 * created), RegisterTargets, DeregisterTargets, DeleteListener and DeleteTargetGroup.
 */
public final class AwsCloudFactory implements CloudFactory<AwsAccount> {
    public static final String NAME = "aws";
    public static final String NLB = "AmazonWebServices-NLB";

    private static final Dialect DIALECT = new Dialect(Map.of("LbIds", "NlbARNs"), Map.of());

    /** The bucket that all descriptions share, by AWS's page on request throttling for Elastic Load Balancing. */
    private static final Rate READS = new Rate(10, 40);
    /** As the AWS load balancer controller throttles itself. */
    private static final Rate TARGETS = new Rate(4, 20);

    private static final Rate WRITES = new Rate(3, 20);

    @Override
    public String cloud() {
        return NAME;
    }

    @Override
    public List<NetworkType> networkTypes() {
        return List.of(NetworkType.of(NLB, "clb", DIALECT, Set.of(LoadBalancerReads.class, LoadBalancerWrites.class))
                .in(NetworkType.API));
    }

    @Override
    public ConfigSchema<AwsAccount> settings() {
        return AwsAccount.SCHEMA;
    }

    @Override
    public <R> Optional<R> rules(Class<R> type) {
        return type == LoadBalancerRules.class ? Optional.of(type.cast(NlbRules.RULES)) : Optional.empty();
    }

    @Override
    public Rate rate(Class<?> port, String action) {
        if (port == LoadBalancerReads.class) {
            return READS;
        }
        if (port == LoadBalancerWrites.class) {
            return action.equals("addTarget") || action.equals("removeTarget") ? TARGETS : WRITES;
        }
        return Rate.USUAL;
    }

    @Override
    public Cloud create(AwsAccount settings, CloudContext context) {
        ElbCalls calls = ElbCalls.of(settings, context.provided(SdkHttpClient.class));
        NlbMarks marks = new NlbMarks(context.identity());
        return new NlbCloud(
                calls,
                new NlbReads(calls, marks, settings.vpcId()),
                new NlbWrites(calls, marks, settings.vpcId()),
                settings.readDelay());
    }
}
