@NullMarked
package io.berth.cloud.kubernetes;

import org.jspecify.annotations.NullMarked;
