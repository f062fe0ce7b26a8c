package io.berth.cloud.volcengine;

import com.squareup.okhttp.HttpUrl;
import com.squareup.okhttp.Interceptor;
import com.squareup.okhttp.MediaType;
import com.squareup.okhttp.Protocol;
import com.squareup.okhttp.Request;
import com.squareup.okhttp.Response;
import com.squareup.okhttp.ResponseBody;
import io.berth.simulator.Vendor;
import io.berth.simulator.VendorReply;
import io.berth.simulator.VendorRequest;
import java.net.SocketTimeoutException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Lets a vendor in memory answer the SDK: no socket, no other thread. A lost reply is a timeout after no time. */
record VendorTransport(Vendor vendor) implements Interceptor {
    @Override
    public Response intercept(Chain chain) throws SocketTimeoutException {
        Request request = chain.request();
        VendorReply reply = vendor.answer(vendorRequest(request));
        if (reply.equals(VendorReply.LOST)) {
            throw new SocketTimeoutException("Read timed out");
        }
        return new Response.Builder()
                .request(request)
                .protocol(Protocol.HTTP_1_1)
                .code(reply.status())
                .message("")
                .header("Content-Type", reply.contentType())
                .body(ResponseBody.create(MediaType.parse(reply.contentType()), reply.body()))
                .build();
    }

    private static VendorRequest vendorRequest(Request request) {
        HttpUrl url = request.httpUrl();
        Map<String, String> query = new LinkedHashMap<>();
        for (int i = 0; i < url.querySize(); i++) {
            String value = url.queryParameterValue(i);
            query.put(url.queryParameterName(i), value == null ? "" : value);
        }
        Map<String, String> headers = new LinkedHashMap<>();
        request.headers().names().forEach(name -> headers.put(name, request.header(name)));
        return new VendorRequest(request.method(), url.encodedPath(), query, headers, "");
    }
}
