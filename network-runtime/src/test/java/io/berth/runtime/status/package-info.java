@NullMarked
package io.berth.runtime.status;

import org.jspecify.annotations.NullMarked;
