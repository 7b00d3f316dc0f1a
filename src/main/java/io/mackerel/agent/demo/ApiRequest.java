package io.mackerel.agent.demo;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/** A request to the stand-in, taken off the wire. */
record ApiRequest(String method, String path, MultiMap parameters, MultiMap headers, String body) {
    private static final String ROOT = "/api/v0/";

    static ApiRequest of(HttpServerRequest request, String body) {
        return new ApiRequest(
                request.method().name(),
                request.path() == null ? "" : request.path(),
                request.params(),
                request.headers(),
                body);
    }

    /** Method and the segments below {@code /api/v0}, a host's id replaced: {@code "POST hosts/<id>/status"}. */
    String route() {
        List<String> segments = segments();
        boolean named = segments.size() > 1 && segments.getFirst().equals("hosts");
        String rest = named ? String.join("/", segments.subList(2, segments.size())) : "";
        String place = named ? "hosts/<id>" + (rest.isEmpty() ? "" : "/" + rest) : String.join("/", segments);
        return method + " " + place;
    }

    /** The id in a route below {@code hosts/<id>}. */
    String hostId() {
        return segments().get(1);
    }

    private List<String> segments() {
        return path.startsWith(ROOT) ? List.of(path.substring(ROOT.length()).split("/", -1)) : List.of(path);
    }
}
