@NullMarked
package io.berth.runtime.pool;

import org.jspecify.annotations.NullMarked;
