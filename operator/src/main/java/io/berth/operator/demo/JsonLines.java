package io.berth.operator.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;

/** For machines: a JSON object per line, each with an {@code event}. */
public final class JsonLines implements DemoView {
    private final PrintWriter out;

    public JsonLines(PrintWriter out) {
        this.out = out;
    }

    private static ObjectNode event(String name) {
        return JsonNodeFactory.instance.objectNode().put("event", name);
    }

    private synchronized void print(ObjectNode event) {
        out.println(event);
        out.flush();
    }

    @Override
    public void step(String text) {
        print(event("step").put("text", text));
    }

    @Override
    public void pod(PodRow row) {
        ObjectNode event = event("pod")
                .put("namespace", row.namespace())
                .put("name", row.name())
                .put("uid", row.uid())
                .put("networkType", row.networkType())
                .put("state", row.state())
                .put("addresses", row.addresses());
        row.readyAfter().ifPresent(time -> event.put("readyAfterSeconds", time.toMillis() / 1000.0));
        print(event);
    }

    @Override
    public void gone(PodRow row) {
        print(event("gone")
                .put("namespace", row.namespace())
                .put("name", row.name())
                .put("uid", row.uid()));
    }

    @Override
    public void check(Check check) {
        print(event("check").put("what", check.what()).put("held", check.held()).put("detail", check.detail()));
    }

    @Override
    public void result(boolean held, String cluster) {
        print(event("result").put("held", held).put("cluster", cluster));
    }
}
