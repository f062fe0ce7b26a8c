package io.berth.localcluster;

/** The programs of a real control plane. */
enum ControlPlaneProgram {
    ETCD("etcd"),
    API_SERVER("kube-apiserver"),
    CONTROLLER_MANAGER("kube-controller-manager"),
    SCHEDULER("kube-scheduler"),
    KWOK("kwok"),
    KUBECTL("kubectl");

    private final String fileName;

    ControlPlaneProgram(String fileName) {
        this.fileName = fileName;
    }

    String fileName() {
        return fileName;
    }
}
