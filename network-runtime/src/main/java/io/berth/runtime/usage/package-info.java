/** How often the pods of the cluster use each host port: the hint that admission goes by. */
@NullMarked
package io.berth.runtime.usage;

import org.jspecify.annotations.NullMarked;
