package io.berth.localcluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.Headers;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EmbeddedApiTest {

    @Test
    void requestsOfALongLifeAreForgotten() {
        AtomicInteger forgotten = new AtomicInteger();
        EmbeddedApi api = new EmbeddedApi(forgotten::incrementAndGet);
        RecordedRequest request = new RecordedRequest(
                "HTTP/1.1", HttpMethod.GET, "/readyz?verbose", Headers.builder().build(), new Buffer());

        for (int i = 0; i < 2_500; i++) {
            assertThat(api.dispatch(request).getBody().readUtf8()).isEqualTo("ok");
        }

        assertThat(forgotten).hasValue(2);
    }
}
