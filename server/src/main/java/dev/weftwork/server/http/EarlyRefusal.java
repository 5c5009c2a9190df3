package dev.weftwork.server.http;

import dev.weftwork.wire.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Words the refusals of what is not even HTTP, or too long for it. What was sent is not repeated. */
final class EarlyRefusal implements Request.Handler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        String code = switch (status) {
            case 414, 431 -> "header-too-large";
            case 500 -> "internal";
            default -> "not-http";
        };
        String detail = switch (status) {
            case 414, 431 -> "The address and the headers have at most 16 KiB";
            case 500 -> "The server failed; its log says how";
            default -> "The request is not HTTP as it should be";
        };
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/problem+json");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        if (status != 500) {
            // the connection ends here; who is not told so sends the next request into it and hears nothing
            response.getHeaders().put(HttpFields.CONNECTION_CLOSE);
        }
        byte[] body = new Problem(status, code, detail).text().getBytes(StandardCharsets.UTF_8);
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }
}
