package io.vedette.collector.logs.parse;

import io.vedette.collector.ecs.EcsFields;
import org.jspecify.annotations.Nullable;

/**
 * What the path of a container's log tells of the container: the kubelet's {@code /var/log/pods} and
 * {@code /var/log/containers}, the folders of Docker and of Podman. What the path does not tell is empty.
 *
 * @param id of the container
 * @param name of the container in its pod
 * @param namespace of the pod
 * @param pod its name
 * @param podUid its id
 */
record ContainerPath(String id, String name, String namespace, String pod, String podUid) {
    private static final int ID_LENGTH = 64;
    private static final String LOG = ".log";

    /** Reads a path; null if it is not that of a container's log. */
    static @Nullable ContainerPath of(String path) {
        String[] parts = path.split("/", -1);
        int last = parts.length - 1;
        if (last < 2) {
            return null;
        }
        if (last >= 3 && parts[last - 3].equals("pods")) {
            return ofPod(parts[last - 2], parts[last - 1]);
        }
        if (parts[last - 1].equals("containers")) {
            return ofLink(parts[last]);
        }
        if (isId(parts[last - 1]) && parts[last].startsWith(parts[last - 1] + "-json" + LOG)) {
            return ofId(parts[last - 1]);
        }
        boolean podman = last >= 3 && parts[last].startsWith("ctr" + LOG) && parts[last - 1].equals("userdata");
        return podman && isId(parts[last - 2]) ? ofId(parts[last - 2]) : null;
    }

    private static ContainerPath ofId(String id) {
        return new ContainerPath(id, "", "", "", "");
    }

    /** {@code <namespace>_<pod>_<uid>/<container>/<restarts>.log}: names in Kubernetes have no underscores. */
    private static @Nullable ContainerPath ofPod(String folder, String container) {
        String[] pod = folder.split("_", -1);
        return pod.length == 3 ? new ContainerPath("", container, pod[0], pod[1], pod[2]) : null;
    }

    /** {@code <pod>_<namespace>_<container>-<id>.log}. */
    private static @Nullable ContainerPath ofLink(String file) {
        int end = file.lastIndexOf(LOG);
        String[] pod = file.substring(0, Math.max(end, 0)).split("_", -1);
        if (pod.length != 3 || pod[2].length() < ID_LENGTH + 2) {
            return null;
        }
        int dash = pod[2].length() - ID_LENGTH - 1;
        String id = pod[2].substring(dash + 1);
        return pod[2].charAt(dash) == '-' && isId(id)
                ? new ContainerPath(id, pod[2].substring(0, dash), pod[1], pod[0], "")
                : null;
    }

    private static boolean isId(String text) {
        return text.length() == ID_LENGTH && text.chars().allMatch(c -> Character.digit(c, 16) >= 0);
    }

    /** Writes what is known into a document, under the schema's names and under those of Kubernetes. */
    void putInto(EcsFields fields) {
        put(fields, "container.id", id);
        put(fields, "container.name", name);
        if (!pod.isEmpty()) {
            fields.put("orchestrator.type", "kubernetes");
            fields.put("orchestrator.resource.type", "pod");
        }
        put(fields, "orchestrator.namespace", namespace);
        put(fields, "orchestrator.resource.name", pod);
        put(fields, "orchestrator.resource.id", podUid);
        put(fields, "kubernetes.namespace", namespace);
        put(fields, "kubernetes.pod.name", pod);
        put(fields, "kubernetes.pod.uid", podUid);
        if (!pod.isEmpty()) {
            put(fields, "kubernetes.container.name", name);
        }
    }

    private static void put(EcsFields fields, String field, String value) {
        if (!value.isEmpty()) {
            fields.put(field, value);
        }
    }
}
