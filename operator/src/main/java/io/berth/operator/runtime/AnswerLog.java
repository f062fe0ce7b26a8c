package io.berth.operator.runtime;

import io.berth.runtime.Answer;
import io.berth.spi.PodRef;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log, once each, how a pod stands. Refusals are the engine's to log. */
final class AnswerLog {
    private static final Logger log = LoggerFactory.getLogger("io.berth.pods");

    private final Map<PodRef, String> last = new ConcurrentHashMap<>();

    void answered(PodRef pod, Answer answer) {
        String text = answer.fold(new Answer.Cases<>(
                ready -> "Ready at " + AddressText.of(ready.addresses().external()),
                waiting -> waiting.reason() + ", " + waiting.message(),
                refused -> refused.reason() + ", " + String.join("; ", refused.problems()),
                gone -> "nothing is held for it any more",
                notOurs -> ""));
        if (text.isEmpty() || text.equals(last.put(pod, text))) {
            return;
        }
        if (answer instanceof Answer.Waiting) {
            log.debug("{}/{}: {}", pod.namespace(), pod.name(), text);
        } else {
            log.info("{}/{}: {}", pod.namespace(), pod.name(), text);
        }
    }

    void gone(PodRef pod) {
        if (last.remove(pod) != null) {
            log.info("{}/{}: gone", pod.namespace(), pod.name());
        }
    }
}
