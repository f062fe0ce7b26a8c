/** Network load balancers of AWS, as Elastic Load Balancing v2 answers for them. */
@NullMarked
package io.berth.simulator.aws;

import org.jspecify.annotations.NullMarked;
