@NullMarked
package io.berth.runtime.kubernetes;

import org.jspecify.annotations.NullMarked;
