/** The numbers of pools: which are free, held, cooling or foreign, and which are taken next. */
@NullMarked
package io.berth.runtime.pool;

import org.jspecify.annotations.NullMarked;
