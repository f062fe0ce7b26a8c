package io.berth.operator.demo.clouds;

import io.berth.simulator.VendorServer;
import io.berth.simulator.aws.AwsCloud;
import io.berth.simulator.aws.AwsTerms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Network load balancers, each with one listener for TCP and UDP on a number. */
final class SimulatedAws implements SimulatedCloud {
    private static final String KEY = "AKIADEMO";
    private static final String VPC = "vpc-0d";
    private static final String ARN = "arn:aws:elasticloadbalancing:%s:%s:loadbalancer/net/%s/%s";

    private final AwsTerms terms = AwsTerms.USUAL.delays(Duration.ofSeconds(1), Duration.ofSeconds(2));
    private final AwsCloud cloud = new AwsCloud(terms, KEY, System::nanoTime, new SplittableRandom());
    private final VendorServer server;

    SimulatedAws() {
        cloud.lag(Duration.ofMillis(200));
        server = VendorServer.start(cloud);
    }

    @Override
    public String networkType() {
        return "AmazonWebServices-NLB";
    }

    @Override
    public String idsParameter() {
        return "NlbARNs";
    }

    @Override
    public List<String> usualIds() {
        return List.of(ARN.formatted(terms.region(), terms.accountId(), "demo", "0123456789abcdef"));
    }

    @Override
    public void makeBalancer(String id) {
        if (cloud.truth().balancers().containsKey(id)) {
            return;
        }
        try {
            cloud.putBalancer(id, VPC);
        } catch (IllegalArgumentException e) {
            // The vendor will refuse it, and the operator will say so.
            return;
        }
    }

    @Override
    public Map<String, String> account() {
        Map<String, String> account = new LinkedHashMap<>();
        account.put("type", "aws");
        account.put("region", terms.region());
        account.put("endpoint", server.endpoint().toString());
        account.put("accessKeyId", KEY);
        account.put("secretAccessKey", "demo");
        account.put("vpcId", VPC);
        account.put("readDelay", "1s");
        return account;
    }

    /** Targets are IPs, whoever has them. */
    @Override
    public void attach(String ip) {}

    @Override
    public void detach(String ip) {}

    @Override
    public List<String> standing() {
        List<String> all = new ArrayList<>();
        cloud.truth()
                .listeners()
                .values()
                .forEach(listener -> all.add("listener %s %d of %s"
                        .formatted(listener.protocol(), listener.port(), listener.balancerArn())));
        cloud.truth().groups().values().forEach(group -> all.add("target group " + group.name()));
        return all;
    }

    @Override
    public void close() {
        server.close();
    }
}
