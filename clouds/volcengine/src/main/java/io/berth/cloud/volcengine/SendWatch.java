package io.berth.cloud.volcengine;

import com.squareup.okhttp.Interceptor;
import com.squareup.okhttp.OkHttpClient;
import com.squareup.okhttp.Response;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tells what was never sent from what may have been: okhttp's exceptions for a connection that failed and for an answer
 * that did not come are the same.
 */
final class SendWatch {
    /** Nothing was sent. */
    static final class NotSentException extends IOException {
        private static final long serialVersionUID = 1L;

        NotSentException(IOException cause) {
            super(cause);
        }
    }

    private SendWatch() {}

    static void install(OkHttpClient client) {
        client.interceptors().add(SendWatch::watch);
        client.networkInterceptors().add(SendWatch::mark);
    }

    private static Response watch(Interceptor.Chain chain) throws IOException {
        AtomicBoolean sent = new AtomicBoolean();
        try {
            return chain.proceed(chain.request().newBuilder().tag(sent).build());
        } catch (IOException e) {
            throw sent.get() ? e : new NotSentException(e);
        }
    }

    /** Called once there is a connection. */
    private static Response mark(Interceptor.Chain chain) throws IOException {
        if (chain.request().tag() instanceof AtomicBoolean sent) {
            sent.set(true);
        }
        return chain.proceed(chain.request());
    }
}
