@NullMarked
package io.berth.cloud.aws;

import org.jspecify.annotations.NullMarked;
