/** The demo: a throw-away cluster, the operator as a process of its own, pods that get addresses, and the proof of it. */
@NullMarked
package io.berth.operator.demo;

import org.jspecify.annotations.NullMarked;
