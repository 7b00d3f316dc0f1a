package io.mackerel.agent.platform.kubernetes;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the own pod out of a node-wide list while the answer streams by. Of the other pods nothing is built: their bytes
 * are looked at for brackets and quotes only, and the buffer holds one pod at a time, so that neither memory nor garbage
 * grows with the node.
 */
final class OwnPodReader implements AnswerReader {
    static final int MOST_BYTES = 16 << 20;
    static final int MOST_BYTES_OF_A_POD = 2 << 20;

    private static final int FIRST_BUFFER = 16 << 10;
    private static final int LIST_DEPTH = 2;
    /** The bits in which the four brackets are alike. */
    private static final int ANY_BRACKET = 0xd9;

    private static final int ALL_BRACKETS_HAVE = 0x59;

    private final JsonFactory json;
    private final PodListing listing;
    private final PodReference own;
    private final byte[] listKey;
    private final byte[] key;
    private int keyLength;
    private byte[] pod = new byte[FIRST_BUFFER];
    private int podLength;
    private long bytes;
    private int depth;
    private boolean inString;
    private boolean escaped;
    private boolean inList;
    private boolean inPod;
    private boolean begun;
    private boolean sawList;
    private byte @Nullable [] found;

    OwnPodReader(JsonFactory json, PodListing listing, PodReference own) {
        this.json = json;
        this.listing = listing;
        this.own = own;
        this.listKey = listing.list().getBytes(StandardCharsets.US_ASCII);
        this.key = new byte[listKey.length + 1];
    }

    /** When the own pod is found, the rest is only counted: it has to be taken for the connection to be of use again. */
    @Override
    public void accept(byte[] chunk, int length) {
        bytes += length;
        if (bytes > MOST_BYTES) {
            throw new UnusableAnswerException("more than " + (MOST_BYTES >> 20) + " MiB");
        }
        if (found == null) {
            scan(chunk, length);
        }
    }

    @Override
    public byte[] end() {
        if (found != null) {
            return found;
        }
        if (!begun || depth > 0) {
            throw new UnusableAnswerException(bytes == 0 ? "an empty answer" : "cut off after " + bytes + " bytes");
        }
        if (!sawList) {
            throw new UnusableAnswerException("the JSON has no list \"" + listing.list() + "\"");
        }
        return new byte[0];
    }

    /** Most bytes are plain text or inside strings: for these the two inner loops do nothing else. */
    private void scan(byte[] chunk, int length) {
        int podFrom = 0;
        int i = 0;
        while (i < length) {
            if (inString) {
                i = skipString(chunk, i, length);
            }
            i = skipPlain(chunk, i, length);
            if (i >= length) {
                break;
            }
            byte c = chunk[i++];
            if (c == '"' && depth > 0) {
                inString = true;
                keyLength = 0;
            } else if (c == '{' || c == '[') {
                if (opens(c)) {
                    podFrom = i - 1;
                }
            } else if ((c == '}' || c == ']') && depth > 0) {
                closes();
                if (inPod && depth == LIST_DEPTH) {
                    keep(chunk, podFrom, i);
                    endPod();
                    if (found != null) {
                        return;
                    }
                }
            } else if (depth == 0) {
                throw new UnusableAnswerException("no JSON object");
            }
        }
        if (inPod) {
            keep(chunk, podFrom, length);
        }
    }

    /**
     * Returns where the next bracket or quote stands, or the end; also the next {@code Y}, {@code y} or {@code _}, which
     * the one comparison for all brackets lets through. Outside of all brackets there may be blanks only.
     */
    private int skipPlain(byte[] chunk, int from, int length) {
        boolean outside = depth == 0;
        for (int i = from; i < length; i++) {
            byte c = chunk[i];
            if (c == '"' || (c & ANY_BRACKET) == ALL_BRACKETS_HAVE || (outside && c > ' ')) {
                return i;
            }
        }
        return length;
    }

    /** Returns where the string ends in this chunk, or the chunk's end. */
    private int skipString(byte[] chunk, int from, int length) {
        int i = escaped ? from + 1 : from;
        escaped = false;
        int end = length;
        while (i < length) {
            byte c = chunk[i++];
            if (c == '"') {
                inString = false;
                end = i;
                break;
            }
            if (c == '\\') {
                escaped = i == length;
                i++;
            }
        }
        if (depth == 1) {
            noteKey(chunk, from, inString ? end : end - 1);
        }
        return end;
    }

    /** The last string at the depth of the answer's own fields: before an array it is the array's name. */
    private void noteKey(byte[] chunk, int from, int to) {
        int length = Math.clamp(to - from, 0, key.length - keyLength);
        System.arraycopy(chunk, from, key, keyLength, length);
        keyLength += length;
    }

    /** Returns whether a pod begins. */
    private boolean opens(byte bracket) {
        if (depth == 0 && (begun || bracket == '[')) {
            throw new UnusableAnswerException("no JSON object");
        }
        begun = true;
        depth++;
        if (depth == LIST_DEPTH && bracket == '[') {
            inList = Arrays.equals(key, 0, keyLength, listKey, 0, listKey.length);
            sawList |= inList;
        }
        boolean begins = inList && depth == LIST_DEPTH + 1 && bracket == '{';
        if (begins) {
            inPod = true;
            podLength = 0;
        }
        return begins;
    }

    private void closes() {
        depth--;
        inList &= depth >= LIST_DEPTH;
    }

    private void keep(byte[] chunk, int from, int to) {
        int length = to - from;
        if (length > MOST_BYTES_OF_A_POD - podLength) {
            throw new UnusableAnswerException("a pod of more than " + (MOST_BYTES_OF_A_POD >> 20) + " MiB");
        }
        if (length > pod.length - podLength) {
            pod = Arrays.copyOf(pod, Math.max(2 * pod.length, podLength + length));
        }
        System.arraycopy(chunk, from, pod, podLength, length);
        podLength += length;
    }

    private void endPod() {
        inPod = false;
        try (JsonParser parser = json.createParser(pod, 0, podLength)) {
            if (isOwn(parser)) {
                found = Arrays.copyOf(pod, podLength);
            }
        } catch (IOException e) {
            throw new UnusableAnswerException("broken JSON before byte " + bytes);
        }
    }

    /** Reads no further than to the reference, which real servers send first. */
    private boolean isOwn(JsonParser parser) throws IOException {
        parser.nextToken();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean isReference = parser.currentName().equals(listing.reference());
            parser.nextToken();
            if (isReference) {
                return fits(parser);
            }
            parser.skipChildren();
        }
        return false;
    }

    private boolean fits(JsonParser parser) throws IOException {
        String name = null;
        String namespace = null;
        String uid = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME && (name == null || namespace == null || uid == null)) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "name" -> name = parser.getValueAsString();
                case "namespace" -> namespace = parser.getValueAsString();
                case "uid" -> uid = parser.getValueAsString();
                default -> parser.skipChildren();
            }
            if (name != null && !own.name().equals(name)) {
                return false;
            }
        }
        return own.fits(namespace, name, uid);
    }
}
