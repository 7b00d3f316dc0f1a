package io.mackerel.agent.platform.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mackerel.agent.platform.LenientJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Answers of kubelets and API servers, read as the agent reads them. */
final class Fixtures {
    static final ObjectMapper MAPPER = new LenientJson().getContext(Object.class);

    private static final Path ROOT = Path.of("src/test/resources/fixtures");
    private static final String END_OF_HEADERS = "\n\n";

    private Fixtures() {}

    /** An answer as it came over the wire. */
    record HttpAnswer(int status, String contentType, String body) {}

    /** The text of {@code fixtures/kubelet/<situation>.json}. */
    static String kubelet(String situation) {
        return text("kubelet/" + situation + ".json");
    }

    /** The text of {@code fixtures/apiserver/<situation>.json}. */
    static String apiServer(String situation) {
        return text("apiserver/" + situation + ".json");
    }

    /** {@code fixtures/<server>/http/<situation>.http} in its parts. */
    static HttpAnswer http(String server, String situation) {
        String text = text(server + "/http/" + situation + ".http");
        int end = text.indexOf(END_OF_HEADERS);
        List<String> head = text.substring(0, end).lines().toList();
        String contentType = head.stream()
                .filter(line -> line.regionMatches(true, 0, "content-type:", 0, 13))
                .map(line -> line.substring(13).strip())
                .findFirst()
                .orElse("");
        return new HttpAnswer(
                Integer.parseInt(head.getFirst().split(" ", 3)[1]),
                contentType,
                text.substring(end + END_OF_HEADERS.length()));
    }

    /** The names of all fixtures in a folder that end in {@code suffix}, without it. */
    static Stream<String> situations(String folder, String suffix) {
        try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(suffix))
                    .map(name -> name.substring(0, name.length() - suffix.length()))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The pod that an API server answered. */
    static PodResponse pod(String situation) {
        return parsedPod(apiServer(situation));
    }

    /** A pod out of a kubelet's list. */
    static PodResponse listedPod(String situation, String namespace, String name) {
        return Json.read(
                MAPPER,
                own(PodListing.PODS, kubelet(situation + "-pods"), new PodReference(namespace, name, null)),
                PodResponse.class);
    }

    /** A pod's statistics out of a kubelet's summary. */
    static PodStatsResponse stats(String situation, String namespace, String name) {
        return Json.read(
                MAPPER,
                own(PodListing.STATS_SUMMARY, kubelet(situation + "-stats"), new PodReference(namespace, name, null)),
                PodStatsResponse.class);
    }

    static PodResponse parsedPod(String json) {
        return Json.read(MAPPER, bytes(json), PodResponse.class);
    }

    static PodStatsResponse parsedStats(String json) {
        return Json.read(MAPPER, bytes(json), PodStatsResponse.class);
    }

    /** What is cut out of a list for a pod. */
    static byte[] own(PodListing listing, String answer, PodReference own) {
        OwnPodReader reader = new OwnPodReader(MAPPER.getFactory(), listing, own);
        byte[] bytes = bytes(answer);
        reader.accept(bytes, bytes.length);
        return reader.end();
    }

    /** The pods that a list names, without the help of the code under test. */
    static List<PodReference> references(PodListing listing, String answer) {
        try {
            JsonNode pods = new ObjectMapper().readTree(answer).path(listing.list());
            return pods.valueStream()
                    .map(pod -> pod.path(listing.reference()))
                    .map(pod -> new PodReference(
                            pod.path("namespace").asText(),
                            pod.path("name").asText(),
                            pod.path("uid").asText()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(String file) {
        try {
            return Files.readString(ROOT.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
