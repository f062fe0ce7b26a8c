package io.berth.operator.demo.clouds;

import io.berth.simulator.VendorServer;
import io.berth.simulator.volcengine.Clb;
import io.berth.simulator.volcengine.VolcengineCloud;
import io.berth.simulator.volcengine.VolcengineRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/** CLBs that are locked for a while after each change. */
final class SimulatedVolcengine implements SimulatedCloud {
    private static final String KEY = "AKLTdemo";
    private static final String VPC = "vpc-demo";
    private static final Duration LOCK = Duration.ofMillis(300);

    private final VolcengineCloud cloud = new VolcengineCloud(
            VolcengineRules.USUAL.withLock(LOCK).withListDelay(Duration.ofMillis(200)),
            System::nanoTime,
            new SplittableRandom());
    private final VendorServer server;
    private final Map<String, String> interfaces = new ConcurrentHashMap<>();

    SimulatedVolcengine() {
        cloud.know(KEY);
        server = VendorServer.start(cloud);
    }

    @Override
    public String networkType() {
        return "Volcengine-CLB";
    }

    @Override
    public String idsParameter() {
        return "ClbIds";
    }

    @Override
    public List<String> usualIds() {
        return List.of("clb-demo1", "clb-demo2");
    }

    @Override
    public synchronized void makeBalancer(String id) {
        int number = cloud.truth().balancers().size() + 1;
        if (!cloud.truth().balancers().containsKey(id)) {
            cloud.hands().put(Clb.active(id, "198.51.100." + number, "192.168.0." + number));
        }
    }

    @Override
    public Map<String, String> account() {
        Map<String, String> account = new LinkedHashMap<>();
        account.put("type", "volcengine");
        account.put("region", VolcengineRules.USUAL.region());
        account.put("endpoint", server.endpoint().toString());
        account.put("accessKeyId", KEY);
        account.put("secretAccessKey", "demo");
        account.put("vpcId", VPC);
        account.put("readDelay", "1s");
        return account;
    }

    @Override
    public void attach(String ip) {
        interfaces.computeIfAbsent(ip, one -> {
            String id = "eni-" + one.replace('.', 'x');
            cloud.hands().attach(id, VPC, one);
            return id;
        });
    }

    @Override
    public void detach(String ip) {
        String id = interfaces.remove(ip);
        if (id != null) {
            cloud.hands().detach(id, ip);
        }
    }

    @Override
    public List<String> standing() {
        List<String> all = new ArrayList<>();
        cloud.truth().balancers().values().forEach(balancer -> {
            balancer.listeners()
                    .values()
                    .forEach(listener -> all.add(
                            "listener %s %d of %s".formatted(listener.protocol(), listener.port(), balancer.id())));
            balancer.groups().keySet().forEach(id -> all.add("group %s of %s".formatted(id, balancer.id())));
        });
        return all;
    }

    @Override
    public void close() {
        server.close();
    }
}
