package io.mackerel.agent.config;

import io.mackerel.agent.http.HttpCall;
import io.mackerel.agent.http.HttpHeader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * One of the requests that a document takes.
 *
 * @param uri http or https, with a host
 * @param isFirst whether no redirect led there: only then its user and password are sent
 */
record WebHop(URI uri, boolean isFirst) {
    private static final List<HttpHeader> HEADERS = List.of(
            new HttpHeader("User-Agent", "mackerel-container-agent"),
            new HttpHeader("Accept", "application/yaml, text/yaml, text/plain, */*"));

    static WebHop first(URI uri) {
        return new WebHop(uri, true);
    }

    static WebHop next(URI uri) {
        return new WebHop(uri, false);
    }

    HttpCall call(ProxyConfig proxies) {
        List<HttpHeader> headers = new ArrayList<>(HEADERS);
        if (isFirst && uri.getUserInfo() != null) {
            headers.add(new HttpHeader("Authorization", "Basic " + login(uri.getUserInfo())));
        }
        Proxy proxy = proxies.forUri(uri);
        return new HttpCall("GET", uri, headers, proxy == null ? null : proxy.forCalls());
    }

    /** What came of it, with the host in question when that is not the one that was given. */
    DocumentException trouble(String fault) {
        return new DocumentException(isFirst ? fault : "is redirected to " + uri.getHost() + ", which " + fault);
    }

    private static String login(String userInfo) {
        String login = userInfo.indexOf(':') < 0 ? userInfo + ":" : userInfo;
        return Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return ShownUri.of(uri);
    }
}
