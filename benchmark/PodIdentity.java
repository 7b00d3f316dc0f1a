/** The name and the uid of a pod in the namespace that all of them share. */
record PodIdentity(String name, String uid) {
    static final String NAMESPACE = "team-a";

    /** The {@code index}th pod of a node; the pods of one node have names of one length. */
    static PodIdentity of(int index) {
        return new PodIdentity(
                "checkout-5d9c7b8f64-%05d".formatted(index), "214c7860-541a-44f8-8cfc-%012d".formatted(index));
    }
}
