@NullMarked
package io.berth.cloud.volcengine;

import org.jspecify.annotations.NullMarked;
