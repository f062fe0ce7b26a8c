package io.berth.simulator;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** Serves a vendor over HTTP on the loopback interface, by WireMock. A lost reply resets the connection. */
public final class VendorServer implements AutoCloseable {
    private final WireMockServer server;

    private VendorServer(WireMockServer server) {
        this.server = server;
    }

    /** On a free port. */
    public static VendorServer start(Vendor vendor) {
        WireMockServer server = new WireMockServer(WireMockConfiguration.options()
                .bindAddress("127.0.0.1")
                .dynamicPort()
                .jettyAcceptors(1)
                .disableRequestJournal()
                .extensions(new Answers(vendor)));
        server.start();
        server.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.ok()));
        return new VendorServer(server);
    }

    public int port() {
        return server.port();
    }

    /** {@code http://127.0.0.1:PORT}. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port());
    }

    @Override
    public void close() {
        server.stop();
    }

    private static final class Answers implements ResponseDefinitionTransformerV2 {
        private final Vendor vendor;

        Answers(Vendor vendor) {
            this.vendor = vendor;
        }

        @Override
        public String getName() {
            return "vendor";
        }

        @Override
        public ResponseDefinition transform(ServeEvent event) {
            VendorReply reply = vendor.answer(request(event.getRequest()));
            ResponseDefinitionBuilder response = new ResponseDefinitionBuilder();
            if (reply.equals(VendorReply.LOST)) {
                return response.withFault(Fault.CONNECTION_RESET_BY_PEER).build();
            }
            return response.withStatus(reply.status())
                    .withHeader("Content-Type", reply.contentType())
                    .withBody(reply.body())
                    .build();
        }

        private static VendorRequest request(Request request) {
            Map<String, String> headers = new LinkedHashMap<>();
            for (HttpHeader header : request.getHeaders().all()) {
                headers.put(header.key(), header.firstValue());
            }
            String url = request.getUrl();
            int mark = url.indexOf('?');
            return new VendorRequest(
                    request.getMethod().getName(),
                    mark < 0 ? url : url.substring(0, mark),
                    mark < 0 ? Map.of() : FormText.parse(url.substring(mark + 1)),
                    headers,
                    request.getBodyAsString());
        }
    }
}
