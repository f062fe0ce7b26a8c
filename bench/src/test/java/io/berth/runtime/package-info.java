/** Benchmarks of what the engine keeps to itself. */
@NullMarked
package io.berth.runtime;

import org.jspecify.annotations.NullMarked;
