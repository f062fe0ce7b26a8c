/**
 * The programs of a cluster that the embedded API server lacks, one class per role: workload controllers, scheduler, kubelet,
 * garbage collector. All of them write with the resourceVersion that they read, and try again when it has moved.
 */
@NullMarked
package io.berth.localcluster.players;

import org.jspecify.annotations.NullMarked;
