package io.berth.cloud.volcengine;

import io.berth.simulator.Vendor;
import io.berth.simulator.VendorReply;
import io.berth.simulator.VendorRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Answers what it is told to, and remembers what it was asked. */
final class Scripted implements Vendor {
    private final List<VendorRequest> requests = new CopyOnWriteArrayList<>();
    private volatile Function<VendorRequest, VendorReply> answer = request -> VendorReply.LOST;

    void answers(VendorReply reply) {
        answer = request -> reply;
    }

    void answers(Function<VendorRequest, VendorReply> function) {
        answer = function;
    }

    void error(int status, String code, String message) {
        answers(VendorReply.json(status, errorBody(code, message)));
    }

    static String errorBody(String code, String message) {
        return """
                {"ResponseMetadata":{"RequestId":"req-1","Action":"X","Version":"2020-04-01","Service":"clb",\
                "Region":"cn-beijing","Error":{"CodeN":0,"Code":"%s","Message":"%s"}}}""".formatted(code, message);
    }

    List<VendorRequest> requests() {
        return requests;
    }

    @Override
    public VendorReply answer(VendorRequest request) {
        requests.add(request);
        return answer.apply(request);
    }

    @Override
    public String action(VendorRequest request) {
        return request.parameter("Action").orElse("");
    }

    @Override
    public boolean isRead(VendorRequest request) {
        return action(request).startsWith("Describe");
    }

    @Override
    public VendorReply throttled(VendorRequest request) {
        return answer(request);
    }

    @Override
    public VendorReply unavailable(VendorRequest request) {
        return answer(request);
    }
}
