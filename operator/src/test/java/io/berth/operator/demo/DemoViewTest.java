package io.berth.operator.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.berth.operator.demo.DemoView.Check;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class DemoViewTest {
    private static final PodRow WAITING = row("a", "1", "NotReady", "", Optional.empty());
    private static final PodRow READY = row("a", "1", "Ready", "203.0.113.1:8000/UDP", Optional.of(1.5));

    private static PodRow row(String name, String uid, String state, String addresses, Optional<Double> seconds) {
        return new PodRow(
                "games",
                name,
                uid,
                "Kubernetes-HostPort",
                state,
                addresses,
                "{}",
                seconds.map(s -> Duration.ofMillis((long) (s * 1000))),
                true);
    }

    private static String shown(Function<PrintWriter, DemoView> view) {
        StringWriter out = new StringWriter();
        DemoView shown = view.apply(new PrintWriter(out, true));
        shown.step("Starting");
        shown.pod(WAITING);
        shown.pod(WAITING);
        shown.pod(READY);
        shown.check(new Check("it works", true, ""));
        shown.check(new Check("nothing is held", false, "pod games/a is there"));
        shown.gone(row("a", "other", "Ready", "", Optional.empty()));
        shown.gone(READY);
        shown.result(false, "played cluster");
        return out.toString();
    }

    @Test
    void plainLinesTellEachChangeOnce() {
        assertThat(shown(PlainLines::new).lines().map(String::stripTrailing))
                .containsExactly(
                        "Starting",
                        "  games/a                      Kubernetes-HostPort  NotReady",
                        "  games/a                      Kubernetes-HostPort  Ready          203.0.113.1:8000/UDP"
                                + "                             1.50 s",
                        "  [ok]   it works",
                        "  [FAIL] nothing is held: pod games/a is there",
                        "  games/a                      gone",
                        "NOT all of it held, on the played cluster");
    }

    @Test
    void everyJsonLineIsAnObjectWithItsEvent() throws IOException {
        List<JsonNode> events = new ArrayList<>();
        for (String line : shown(JsonLines::new).lines().toList()) {
            events.add(new ObjectMapper().readTree(line));
        }

        assertThat(events)
                .extracting(event -> event.path("event").asText())
                .containsExactly("step", "pod", "pod", "pod", "check", "check", "gone", "gone", "result");
        assertThat(events.get(3).path("readyAfterSeconds").asDouble()).isEqualTo(1.5);
        assertThat(events.get(3).path("addresses").asText()).isEqualTo("203.0.113.1:8000/UDP");
        assertThat(events.get(1).has("readyAfterSeconds")).isFalse();
        assertThat(events.get(5).path("held").asBoolean(true)).isFalse();
        assertThat(events.get(8).path("held").asBoolean(true)).isFalse();
    }

    @Test
    void theTableIsDrawnOverItself() {
        String screen = Screen.after(shown(out -> new LiveTable(out, 20)));

        assertThat(screen.lines().map(String::stripTrailing))
                .containsExactly(
                        "Starting",
                        "  [ok]   it works",
                        "  [FAIL] nothing is held: pod games/a is there",
                        "NOT all of it held, on the played cluster");
    }

    @Test
    void aTableThatIsTooLongIsCut() {
        StringWriter out = new StringWriter();
        LiveTable table = new LiveTable(new PrintWriter(out, true), 2);
        for (int i = 0; i < 5; i++) {
            table.pod(row("pod-" + i, "" + i, "Ready", "203.0.113.1:800" + i, Optional.of(0.25)));
        }
        table.step("Next");

        List<String> lines = Screen.after(out.toString()).lines().toList();
        assertThat(lines).hasSize(4);
        assertThat(lines.get(0)).isEqualTo("Next");
        assertThat(lines.get(1)).contains("games/pod-0", "203.0.113.1:8000", "0.25 s");
        assertThat(lines.get(2)).contains("games/pod-1");
        assertThat(lines.get(3)).isEqualTo("    ... and 3 more");
    }
}
